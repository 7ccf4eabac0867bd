namespace Tokgate.Emulator.State;

/// <summary>The bucket a redirect URI is registered under. It decides the rules for the URI and whether PKCE is wanted.</summary>
internal enum AppPlatform
{
    Web,
    Desktop,
    Ios,
    Android,
}
