using System.Text.Json;
using Tokgate.Emulator.Wire;

namespace Tokgate.Emulator.Control;

/// <summary>The control API's answers. Its errors say what, where and how to mend it.</summary>
internal static class ControlAnswers
{
    public static Answer Error(int status, params IReadOnlyList<ControlProblem> problems) =>
        Answer.Json(status, WireJson.Write(problems, static (json, problems) =>
        {
            json.WriteStartObject();
            WriteMembers(json, problems[0]);
            if (problems.Count > 1)
            {
                json.WriteStartArray("more"u8);
                foreach (var problem in problems.Skip(1))
                {
                    json.WriteStartObject();
                    WriteMembers(json, problem);
                    json.WriteEndObject();
                }

                json.WriteEndArray();
            }

            json.WriteEndObject();
        }));

    public static Answer NotFound(string what, string where, string mend) => Error(404, new ControlProblem(ErrorIds.NotFound, what, where, mend));

    public static Answer Ok<TState>(TState state, Action<Utf8JsonWriter, TState> write) => Answer.Json(200, WireJson.Write(state, write));

    public static Answer Created<TState>(TState state, Action<Utf8JsonWriter, TState> write) => Answer.Json(201, WireJson.Write(state, write));

    public static Answer NoContent() => new() { Status = 204 };

    public static Answer List<T>(IEnumerable<T> items, Action<Utf8JsonWriter, T> write) =>
        Answer.Json(200, WireJson.Write((items, write), static (json, it) =>
        {
            json.WriteStartArray();
            foreach (var item in it.items)
            {
                it.write(json, item);
            }

            json.WriteEndArray();
        }));

    private static void WriteMembers(Utf8JsonWriter json, ControlProblem problem)
    {
        json.WriteString("error"u8, problem.Id);
        json.WriteString("what"u8, problem.What);
        json.WriteString("where"u8, problem.Where);
        json.WriteString("mend"u8, problem.Mend);
        json.WriteString("docs"u8, $"docs/errors/{problem.Id}.md");
    }
}
