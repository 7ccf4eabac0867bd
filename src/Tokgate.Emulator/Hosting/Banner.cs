namespace Tokgate.Emulator.Hosting;

internal static class Banner
{
    public static string Text(Uri baseAddress) => $"""

        This is Tokgate's TikTok emulator. It is NOT TikTok: anyone can sign in as anyone. For development only.

          everything at a glance   {baseAddress}
          authorize page           {baseAddress}v2/auth/authorize/
          API                      {baseAddress}v2/
          what clients do wrong    {baseAddress}_emulator/check
          app for development      {State.OutOfTheBox.SandboxKey}  (secret {State.OutOfTheBox.Secret})
          app of Douyin's          {State.OutOfTheBox.DouyinKey}  (same secret; {baseAddress}platform/oauth/connect/)

        Ctrl+C ends it.
        """;
}
