using Tokgate.Emulator.Wire;

namespace Tokgate.Emulator.Checker;

/// <summary><c>/_emulator/check</c>, as a page for browsers and as JSON for everybody else, and <c>/_emulator/check.json</c>.</summary>
/// <remarks>Owns the two forms of the report and the button that begins anew. Does not own what is found: that is <see cref="ClientChecker"/>'s.</remarks>
internal sealed class CheckEndpoints(ClientChecker checker)
{
    /// <summary>A browser says that it wants HTML; whoever says nothing of the kind is a program.</summary>
    public Answer Show(Received request) =>
        request.Accept.Contains("text/html", StringComparison.OrdinalIgnoreCase) ? CheckPage.Show(checker.Report()) : Json();

    public Answer Json() => Answer.Json(200, WireJson.Write(checker.Report(), CheckJson.Write));

    /// <summary>The page's button. The guard refuses foreign origins, so it needs no token of its own.</summary>
    public Answer Submit(Received request)
    {
        if (request.ReadForm()?["action"] == "clear")
        {
            checker.Clear();
        }

        return new Answer { Status = 303, ContentType = Answer.TextType, Location = Paths.Check };
    }
}
