using System.Text.Json;
using Tokgate.Emulator.Faults;
using Tokgate.Emulator.Wire;

namespace Tokgate.Emulator.Control;

/// <summary><c>/_emulator/faults</c>.</summary>
internal sealed class FaultsControl(FaultBoard board)
{
    private static readonly (string Name, string Path)[] Endpoints =
    [
        ("token", Paths.Token),
        ("revoke", Paths.Revoke),
        ("get_qrcode", Paths.GetQrCode),
        ("check_qrcode", Paths.CheckQrCode),
        ("user_info", Paths.UserInfo),
        ("video_list", Paths.VideoList),
        ("video_query", Paths.VideoQuery),
        ("authorize", Paths.Authorize),
        ("douyin_connect", Paths.DouyinConnect),
        ("douyin_token", Paths.DouyinToken),
        ("douyin_refresh", Paths.DouyinRefresh),
        ("douyin_renew", Paths.DouyinRenew),
        ("douyin_client_token", Paths.DouyinClientToken),
        ("douyin_userinfo", Paths.DouyinUserInfo),
        ("*", "*"),
    ];

    private static readonly (string Name, FaultKind Kind)[] Kinds =
    [
        ("status", FaultKind.Status),
        ("body", FaultKind.Body),
        ("html", FaultKind.Html),
        ("truncated", FaultKind.Truncated),
        ("rate_limit", FaultKind.RateLimit),
        ("delay", FaultKind.Delay),
        ("hang", FaultKind.Hang),
        ("cut_before", FaultKind.CutBefore),
        ("cut_after", FaultKind.CutAfter),
        ("cut_middle", FaultKind.CutMiddle),
    ];

    public Answer List() => ControlAnswers.List(board.All, Write);

    public Answer Create(Received request)
    {
        if (ControlBody.Read(request, out var body) is { } refusal)
        {
            return refusal;
        }

        var endpoint = body.RequiredText("endpoint", null);
        var path = Array.Find(Endpoints, known => known.Name == endpoint || known.Path == endpoint).Path;
        if (path is null && endpoint.Length > 0)
        {
            body.Bad("endpoint", $"It must be a path of TikTok's wire, or one of: {string.Join(", ", Endpoints.Select(known => known.Name))}.");
        }

        var kind = body.RequiredText("kind", null);
        var known = Array.FindIndex(Kinds, known => known.Name == kind);
        if (known < 0 && kind.Length > 0)
        {
            body.Bad("kind", $"It must be one of: {string.Join(", ", Kinds.Select(known => known.Name))}.");
        }

        var fault = new Fault
        {
            Id = WireIds.Handle()[..12],
            Path = path ?? "*",
            Kind = known < 0 ? FaultKind.Status : Kinds[known].Kind,
            Count = (int)body.Number("count", 1, 1, 1_000_000),
            Status = (int?)body.NullableNumber("status", null, 200, 599),
            Body = body.Text("body", null),
            Delay = TimeSpan.FromMilliseconds(body.Number("delay_ms", 1_000, 0, 3_600_000)),
            RetryAfterSeconds = (int?)body.NullableNumber("retry_after", null, 0, 86_400),
            AfterEffect = body.Choice("when", kind is "truncated" or "cut_after" or "cut_middle" ? "after" : "before", "before", "after") == "after",
        };
        if (kind == "body" && fault.Body is null)
        {
            body.Bad("body", "The kind body needs it.");
        }

        if (body.Refuse() is { } bad)
        {
            return bad;
        }

        return board.TryAdd(fault)
            ? ControlAnswers.Created(fault, Write)
            : ControlAnswers.Error(409, new ControlProblem(ErrorIds.Full, "There are as many faults as the emulator keeps.", "$", "DELETE /_emulator/faults."));
    }

    public static string NameOf(FaultKind kind) => Array.Find(Kinds, known => known.Kind == kind).Name;

    private static void Write(Utf8JsonWriter json, Fault fault)
    {
        json.WriteStartObject();
        json.WriteString("id"u8, fault.Id);
        json.WriteString("endpoint"u8, fault.Path);
        json.WriteString("kind"u8, NameOf(fault.Kind));
        json.WriteString("when"u8, fault.AfterEffect ? "after"u8 : "before"u8);
        json.WriteNumber("count"u8, fault.Count);
        if (fault.Status is { } status)
        {
            json.WriteNumber("status"u8, status);
        }

        if (fault.Body is not null)
        {
            json.WriteString("body"u8, fault.Body);
        }

        if (fault.Kind == FaultKind.Delay)
        {
            json.WriteNumber("delay_ms"u8, (long)fault.Delay.TotalMilliseconds);
        }

        json.WriteEndObject();
    }
}
