namespace Tokgate.TikTok;

/// <summary>One thing that is wrong with how something was set up.</summary>
/// <param name="Id">The error id, such as <c>TTK1001</c>; each has a page in the documentation.</param>
/// <param name="Subject">The option or parameter at fault.</param>
/// <param name="Message">What is wrong and how to mend it. Never holds a secret.</param>
public sealed record TikTokProblem(string Id, string Subject, string Message)
{
    /// <summary>Id, subject and message in one line.</summary>
    /// <returns>Such as <c>TTK1001 ClientKey: …</c>.</returns>
    public override string ToString() => $"{Id} {Subject}: {Message}";
}
