using static Tokgate.Emulator.TikTokEmulatorSeverity;
using At = Tokgate.Emulator.Checker.CheckedEndpoints;

namespace Tokgate.Emulator.Checker.Rules;

/// <summary>What binds the answer to the browser that asked.</summary>
internal static class StateRules
{
    private const int Short = 16;

    public static IReadOnlyList<Rule> All { get; } =
    [
        new("state-missing", Error, At.Authorize, TikTokPages.Web, it => it.Query["state"] is null ? "no state" : null)
        {
            Title = "state is not there.",
            Why = "Without it anybody can make a browser finish somebody else's sign-in (login CSRF). TikTok's documentation requires it; on the web there is no documented PKCE that would stand in.",
            Mend = "Make an unguessable state for each sign-in, bind it to the browser, and compare it when the browser comes back.",
        },
        new("state-constant", Error, At.Authorize | At.Token, TikTokPages.Web, IsConstant)
        {
            Title = "The same state comes in several sign-ins.",
            Why = "A state that can be known beforehand protects nothing, and one that is accepted twice is not bound to its sign-in.",
            Mend = "Make a random state for each sign-in, and use it up when the browser comes back.",
        },
        new("state-short", Warning, At.Authorize, TikTokPages.Web, it => it.Query["state"] is { Length: < Short } state ? Shown.Length(state) : null)
        {
            Title = "state has fewer than 16 characters.",
            Why = "It can be guessed. TikTok wants an unguessable one.",
            Mend = "Make it of 16 random bytes or more, from a cryptographic source.",
            Evidence = Evidence.Inferred,
        },
    ];

    // An address that is loaded again brings its state again. Another request under it, or a second code that the client takes, is no reload.
    private static string? IsConstant(Sighting it)
    {
        if (it.Endpoint == At.Authorize)
        {
            return it.Query["state"] is { } state && it.Memory.StateOf(it.ClientKey, state) is { First: var first } && first.Challenge != it.Query["code_challenge"]
                ? "the state of an earlier request with another challenge"
                : null;
        }

        return it is { RedeemsCode: true, SignIn: { RedeemedAt: 0, State: { } used } signIn } && it.Memory.StateOf(signIn.ClientKey, used) is { Redemptions: > 0 }
            ? "a second sign-in was finished under one state"
            : null;
    }
}
