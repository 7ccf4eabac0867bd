using System.Security.Cryptography;
using System.Text;
using Tokgate.Server.Connections;
using Tokgate.Server.Management.Shapes;
using Tokgate.Server.Protocol;
using Tokgate.TikTok;

namespace Tokgate.Server.Management;

/// <summary>What is wrong with a connection that somebody would write here: the rules of connections, and what only this installation can say.</summary>
internal sealed class ConnectionChecks(DeclaredConnections declared, ConnectionDirectory directory, IHostEnvironment environment)
{
    public IReadOnlyList<Fault> Faults(ConnectionView view)
    {
        var faults = ConnectionRules.Faults(view.Config).Select(Split).ToList();
        if (view.Stored is { } stored && stored.Config.Platform != view.Config.Platform)
        {
            faults.Add(new Fault("strategy", "is settled when it is created and cannot change: the other service has other people and other apps"));
        }

        foreach (var app in declared.WithSecrets(view.Config).Apps)
        {
            faults.AddRange(FaultsOf(view, app).Select(fault => new Fault($"options.apps.{AllowedText.Of(app.ClientKey)}{fault.Member}", fault.Message)));
        }

        return faults;
    }

    /// <summary>A rule names its member before a colon.</summary>
    public static Fault Split(string rule)
    {
        var colon = rule.IndexOf(": ", StringComparison.Ordinal);
        var member = colon < 0 ? "" : rule[..colon];
        return new Fault(member is "" or "name" or "display_name" or "metadata" ? member : "options." + member, colon < 0 ? rule : rule[(colon + 2)..]);
    }

    public static bool AreSame(ClientSecret? one, ClientSecret? other) =>
        one is null || other is null ? one is null && other is null : CryptographicOperations.FixedTimeEquals(Encoding.UTF8.GetBytes(one.Reveal()), Encoding.UTF8.GetBytes(other.Reveal()));

    private IEnumerable<Fault> FaultsOf(ConnectionView view, TikTokAppConfig app)
    {
        var (sent, before) = (view.Config.Find(app.ClientKey)!, view.Stored?.Config.Find(app.ClientKey)); // it is the same list
        if (app.ClientSecret is null && before is null)
        {
            yield return new Fault(".client_secret", "is needed for an app that is new here");
        }

        if (app.IsManagedBySettings && ((sent.ClientSecret is not null && !AreSame(sent.ClientSecret, app.ClientSecret)) || (sent.FormerSecret is not null && !AreSame(sent.FormerSecret, app.FormerSecret))))
        {
            yield return new Fault(".client_secret", $"is given by settings or by the host program ({ErrorIds.ConnectionDeclared}): change TIKTOK_CLIENT_SECRET (and TIKTOK_CLIENT_SECRET_FORMER) there and start again");
        }

        // The secret would be sent to wherever it points.
        if (app.IsManagedBySettings && before is not null && before.Address != app.Address)
        {
            yield return new Fault(".address", "cannot change while settings or the host program give the secret");
        }

        if (environment.IsProduction() && ConnectionRules.LeadsToEmulator(app))
        {
            yield return new Fault("", $"leads to an emulator, where anybody signs in as anybody ({ErrorIds.ConnectionEmulated}); that is refused in Production");
        }

        if (directory.All.FirstOrDefault(other => other.Config.Id != view.Config.Id && other.ClientKeys.Contains(app.ClientKey)) is { } taken)
        {
            yield return new Fault(".client_id", $"belongs to connection {taken.Name}: what is granted to an app has one home");
        }
    }
}
