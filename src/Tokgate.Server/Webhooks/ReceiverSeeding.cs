using Microsoft.Extensions.Options;
using Tokgate.Server.Outgoing;

namespace Tokgate.Server.Webhooks;

/// <summary>
/// The receivers that settings declare, written at every start over what is there. Their secrets stand in files or variables and never in a setting; a start reads
/// them, so a rotation is a restart. What is wrong is told all at once.
/// </summary>
internal sealed class ReceiverSeeding(
    IReceiverStore store, ReceiverDirectory directory, ReceiverSecrets secrets, TargetRules targets, IOptions<WebhookOptions> options, IConfiguration configuration)
{
    public static string[] Words(string? list) => (list ?? "").Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries);

    public async Task RunAsync(CancellationToken cancellationToken)
    {
        var faults = new List<string>();
        var receivers = options.Value.Receivers.Select(declared => Read(declared, faults)).ToList();
        if (faults.Count > 0)
        {
            throw new SetupException(ErrorIds.WebhooksInvalid, string.Join(" ", faults));
        }

        foreach (var receiver in receivers)
        {
            await store.SaveAsync(receiver, cancellationToken);
        }

        var declaredIds = receivers.Select(static receiver => receiver.Id).ToHashSet(StringComparer.Ordinal);
        foreach (var known in await store.ListAsync(cancellationToken))
        {
            if (known.IsFromSettings && !declaredIds.Contains(known.Id))
            {
                await store.RemoveUndeclaredAsync(declaredIds, cancellationToken);
                continue;
            }

            await SwitchAsync(known, cancellationToken);
        }

        await directory.RefreshAsync(cancellationToken);
    }

    // Only a switch that is moved moves anything: a receiver that is gone does not come back by a restart.
    private async Task SwitchAsync(WebhookReceiver known, CancellationToken cancellationToken)
    {
        var isOff = known.DisabledCause == WebhookReceiver.ByOperator;
        if (options.Value.Receivers.FirstOrDefault(declared => declared.Id == known.Id) is not { } declared || declared.Enabled != isOff)
        {
            return;
        }

        await store.EnableAsync(known.Id, cancellationToken);
        if (!declared.Enabled)
        {
            await store.DisableAsync(known.Id, WebhookReceiver.ByOperator);
        }
    }

    private WebhookReceiver Read(ReceiverOptions declared, List<string> faults)
    {
        var id = declared.Id!; // these three are validated options
        var url = declared.Url!;
        if (targets.Fault(url) is { } fault)
        {
            faults.Add($"The address of webhook receiver {id} {fault}.");
        }

        var references = Words(declared.Secrets!);
        var found = references.Select(reference => Find(id, reference, faults)).OfType<WebhookSecret>().ToList();
        if (references.Length is 0 or > ReceiverSecrets.Most)
        {
            faults.Add($"Webhook receiver {id} needs one secret, or two while it is rotated.");
        }

        return new WebhookReceiver
        {
            Id = id,
            Url = url,
            Events = WebhookTypes.Expand(Words(declared.Events)) ?? [],
            SealedSecrets = secrets.Seal(id, found),
            IsFromSettings = true,
        };
    }

    private WebhookSecret? Find(string id, string reference, List<string> faults)
    {
        var (text, problem) = reference.Split(':', 2) switch
        {
            ["env", var name] => (configuration[name], $"the variable {name} is not set"),
            ["file", var path] => (ReadOrNull(path), $"the file {path} cannot be read"),
            _ => (null, "each entry of Secrets must be file:PATH or env:NAME, and never the secret itself"),
        };
        if (text is null)
        {
            faults.Add($"Webhook receiver {id} has no secret: {problem}.");
            return null;
        }

        if (WebhookSecret.TryParse(text.Trim(), out var secret))
        {
            return secret;
        }

        faults.Add($"The secret of webhook receiver {id} is not whsec_ and 24 to 64 bytes in base64. Make one: echo whsec_$(head -c 32 /dev/urandom | base64).");
        return null;
    }

    private static string? ReadOrNull(string path)
    {
        try
        {
            return File.ReadAllText(path);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            return null; // the fault names the path, and the system's own words add nothing
        }
    }
}
