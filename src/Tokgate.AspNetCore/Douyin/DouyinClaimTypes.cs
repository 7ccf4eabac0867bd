namespace Tokgate.AspNetCore;

/// <summary>
/// The claim types that the handler adds beside <see cref="System.Security.Claims.ClaimTypes.NameIdentifier"/> (Douyin's <c>open_id</c>) and
/// <see cref="System.Security.Claims.ClaimTypes.Name"/> (its <c>nickname</c>, neither unique nor stable). A claim whose field Douyin did not send is absent.
/// There is no email claim: Douyin has no email address to give.
/// </summary>
public static class DouyinClaimTypes
{
    /// <summary>The user's id across all Douyin apps of one developer (<c>union_id</c>).</summary>
    public const string UnionId = "urn:douyin:union_id";

    /// <summary>The address of the profile picture (<c>avatar</c>). It expires: copy the picture, do not keep the address.</summary>
    public const string Picture = "picture";

    /// <summary>What kind of business account it is (<c>e_account_role</c>); absent for ordinary people.</summary>
    public const string BusinessRole = "urn:douyin:e_account_role";

    /// <summary>A scope that the user granted; one claim per scope.</summary>
    public const string Scope = "urn:douyin:scope";

    /// <summary>A scope that the application asked for and the user left out; one claim per scope.</summary>
    public const string RefusedScope = "urn:douyin:scope_refused";
}
