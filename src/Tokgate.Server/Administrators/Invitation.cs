namespace Tokgate.Server.Administrators;

/// <summary>A one-time link: for somebody new, or for an administrator who has lost what they signed in with.</summary>
/// <param name="Hash">Of the handle in the link.</param>
/// <param name="Role">Of somebody new.</param>
/// <param name="AdministratorId">Whose; null for somebody new.</param>
/// <param name="CreatedBy">For the trail.</param>
/// <param name="CreatedAt">When.</param>
/// <param name="ExpiresAt">Until when it is good.</param>
internal sealed record Invitation(byte[] Hash, AdministratorRole Role, string? AdministratorId, string CreatedBy, DateTimeOffset CreatedAt, DateTimeOffset ExpiresAt);
