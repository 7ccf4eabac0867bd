using System.Text.Json;

namespace Tokgate.TikTok;

/// <summary>
/// A user as Douyin tells it. Every field but <see cref="OpenId"/> may be missing. There is never an email address.
/// See https://developer.open-douyin.com/docs/resource/zh-CN/dop/develop/openapi/account-permission/get-account-open-info.
/// </summary>
public sealed class DouyinUser
{
    /// <summary>The user within this Douyin app (<c>open_id</c>). Key accounts on it. Opaque; never empty.</summary>
    public required string OpenId { get; init; }

    /// <summary>The user across one developer's apps (<c>union_id</c>); null when Douyin leaves it out.</summary>
    public string? UnionId { get; init; }

    /// <summary>What the user calls themselves (<c>nickname</c>): any Unicode. Neither unique nor stable.</summary>
    public string? Nickname { get; init; }

    /// <summary>Link to the avatar; it expires. Null when not given.</summary>
    public string? Avatar { get; init; }

    /// <summary>What kind of business account it is (<c>e_account_role</c>, such as <c>EAccountM</c>); null for ordinary people.</summary>
    public string? BusinessRole { get; init; }

    /// <summary>Fields that this library does not know.</summary>
    public IReadOnlyDictionary<string, JsonElement> AdditionalFields { get; init; } = new Dictionary<string, JsonElement>();

    /// <summary>The user object as Douyin sent it, for code that maps by field name. Undefined when the user did not come from an answer.</summary>
    public JsonElement Json { get; init; }
}
