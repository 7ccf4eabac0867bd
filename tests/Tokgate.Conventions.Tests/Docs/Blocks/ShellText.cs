using System.Text;

namespace Tokgate.Conventions.Tests.Docs.Blocks;

/// <summary>A shell's text as the commands in it, each as its words without quotes; those inside <c>$( )</c> are commands, too.</summary>
internal static class ShellText
{
    public static List<List<string>> Commands(string text)
    {
        var commands = new List<List<string>>();
        Read(text.Replace("\\\n", " ", StringComparison.Ordinal), 0, commands);
        return [.. commands.Where(command => command.Count > 0)];
    }

    // Up to the bracket that closes what was opened before; returns the place behind it.
    private static int Read(string text, int at, List<List<string>> commands)
    {
        var command = new List<string>();
        commands.Add(command);
        StringBuilder? word = null;
        while (at < text.Length)
        {
            var letter = text[at];
            switch (letter)
            {
                case '#' when word is null:
                    at = text.IndexOf('\n', at) is var line and >= 0 ? line : text.Length;
                    break;
                case '\'':
                    var end = text.IndexOf('\'', at + 1) is var close and >= 0 ? close : text.Length;
                    (word ??= new()).Append(text, at + 1, end - at - 1);
                    at = end + 1;
                    break;
                case '"':
                    at = ReadQuoted(text, at + 1, word ??= new(), commands);
                    break;
                case '$' when at + 1 < text.Length && text[at + 1] == '(':
                    at = Read(text, at + 2, commands);
                    (word ??= new()).Append("$()");
                    break;
                case ')':
                    End();
                    return at + 1;
                case '\n' or ';' or '|' or '&' or '(':
                    End();
                    command = [];
                    commands.Add(command);
                    at++;
                    break;
                case ' ' or '\t':
                    End();
                    at++;
                    break;
                default:
                    (word ??= new()).Append(letter);
                    at++;
                    break;
            }
        }

        End();
        return at;

        void End()
        {
            if (word is not null)
            {
                command.Add(word.ToString());
                word = null;
            }
        }
    }

    private static int ReadQuoted(string text, int at, StringBuilder word, List<List<string>> commands)
    {
        while (at < text.Length && text[at] != '"')
        {
            if (text[at] == '$' && at + 1 < text.Length && text[at + 1] == '(')
            {
                at = Read(text, at + 2, commands);
                word.Append("$()");
            }
            else
            {
                word.Append(text[at++]);
            }
        }

        return at + 1;
    }
}
