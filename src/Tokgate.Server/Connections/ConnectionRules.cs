using Tokgate.Server.Protocol;
using Tokgate.TikTok;

namespace Tokgate.Server.Connections;

/// <summary>What a connection may be. All faults at once, each naming its member as the management API spells it.</summary>
internal static class ConnectionRules
{
    public const int MaxName = 128;
    public const int MaxApps = 20;

    private const int MaxText = 200;
    private const int MaxMetadata = 10;
    private const int MaxMetadataText = 255;

    // It opens every emulator, and its text is public.
    private const string PublishedSecret = "emulator-secret-not-for-production";

    /// <summary>Whether anybody could sign in as anybody by this app: never in Production, whoever wrote it.</summary>
    public static bool LeadsToEmulator(TikTokAppConfig app) =>
        app.Environment == TikTokEnvironment.Emulator || app.ClientSecret?.Reveal().StartsWith(PublishedSecret, StringComparison.Ordinal) == true;

    public static IReadOnlyList<string> Faults(ConnectionConfig config)
    {
        var faults = new List<string>();
        Check(IsName(config.Name), $"name: 1 to {MaxName} letters, digits and '-', and no '-' at either end");
        Check(IsText(config.DisplayName), $"display_name: at most {MaxText} characters without control characters");
        Check(config.PlaceholderEmailDomain is not { } domain || (domain.EndsWith(".invalid", StringComparison.Ordinal) && Uri.CheckHostName(domain) == UriHostNameType.Dns),
            "placeholder_email_domain: must end in .invalid; under any other name the placeholder addresses could be somebody's");
        Check(config.Scopes.All(IsScope), "scope: a word has a space, a comma, a quote or a backslash");
        Check(config.Fields is not { } fields || fields.All(static field => TikTokFields.ScopeOf.ContainsKey(field)), $"fields: only {string.Join(", ", TikTokFields.All)}");
        Check(config.Metadata.Count <= MaxMetadata && config.Metadata.All(static pair => pair.Key.Length is > 0 and <= MaxMetadataText && pair.Value.Length <= MaxMetadataText),
            $"metadata: at most {MaxMetadata} texts of {MaxMetadataText} characters under names of as many");
        CheckApps(config, faults);
        if (config.Platform == UpstreamPlatform.Douyin)
        {
            Check(!config.OffersQrCode, "offer_qr_code: is TikTok's; Douyin's own page shows a QR code anyway");
            Check(config.UpstreamParams.GetValueOrDefault(DouyinUpstream.OptionalScope) is not { } optional || (optional.Value is { } list && DouyinUpstream.OptionalScopesOf(list) is not null),
                "upstream_params.optionalScope: a value of pairs, each a scope and 1 when it is ticked at first or else 0, such as friend_relation,1,message,0");
            Check(config.Fields is null, "fields: are TikTok's; Douyin tells all that it tells");
            Check(!config.Scopes.Concat(config.Apps.SelectMany(static app => app.ApprovedScopes)).Any(static scope => scope.StartsWith("user.info.", StringComparison.Ordinal)),
                $"scope: user.info scopes are TikTok's; Douyin's is {DouyinScopeNames.UserInfo}");
        }

        faults.AddRange(UpstreamParams.Faults(config));
        faults.AddRange(ProfileMapping.Faults(config.ClaimRules));
        return faults;

        void Check(bool holds, string fault)
        {
            if (!holds)
            {
                faults.Add(fault);
            }
        }
    }

    private static void CheckApps(ConnectionConfig config, List<string> faults)
    {
        if (config.Apps.Count is 0 or > MaxApps || config.Apps.Select(static app => app.ClientKey).Distinct(StringComparer.Ordinal).Count() != config.Apps.Count)
        {
            faults.Add($"apps: 1 to {MaxApps}, each with a client_id of its own");
        }

        if (config.Live is null)
        {
            faults.Add("client_id: the live app must be one of apps");
        }

        foreach (var app in config.Apps)
        {
            var name = $"apps.{AllowedText.Of(app.ClientKey)}";
            if (app.ClientKey.Length is 0 or > 100 || !app.ClientKey.All(static character => char.IsAsciiLetterOrDigit(character) || character is '-' or '_'))
            {
                faults.Add($"{name}.client_id: 1 to 100 letters, digits, '-' or '_', as the app's page at TikTok shows it");
            }

            if (!IsText(app.Label))
            {
                faults.Add($"{name}.label: at most {MaxText} characters without control characters");
            }

            if (!app.ApprovedScopes.All(IsScope))
            {
                faults.Add($"{name}.approved_scopes: a word has a space, a comma, a quote or a backslash");
            }

            if (app.DeclaredEnvironment == TikTokEnvironment.Emulator && app.Address is null)
            {
                faults.Add($"{name}.environment: emulator belongs to an address");
            }

            faults.AddRange(app.Endpoints.Validate().Select(static problem => problem.Message).Distinct(StringComparer.Ordinal).Select(message => $"{name}.address: {message}"));
        }
    }

    private static bool IsName(string name) =>
        name.Length is > 0 and <= MaxName && name[0] is not '-' && name[^1] is not '-' && name.All(static character => char.IsAsciiLetterOrDigit(character) || character is '-');

    // TikTok separates scopes by commas.
    private static bool IsScope(string word) => Scope.IsWord(word) && !word.Contains(',', StringComparison.Ordinal);

    private static bool IsText(string? text) => text is null || (text.Length <= MaxText && !text.Any(char.IsControl));
}
