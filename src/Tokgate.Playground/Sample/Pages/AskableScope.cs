namespace Tokgate.Playground.Sample.Pages;

internal sealed record AskableScope(string Name, string Gives, bool Checked = false, bool Required = false);
