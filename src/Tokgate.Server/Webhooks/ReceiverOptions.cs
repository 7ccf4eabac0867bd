namespace Tokgate.Server.Webhooks;

/// <summary>One receiver, as settings declare it.</summary>
internal sealed class ReceiverOptions
{
    /// <value>1 to 50 lower-case letters, digits and '-'. It names the receiver for good.</value>
    public string? Id { get; set; }

    /// <value>Where it listens: https, or a target that <c>Tokgate__PrivateTargets</c> lists.</value>
    public string? Url { get; set; }

    /// <value>Types, families as <c>grant.*</c>, or <c>*</c>, separated by commas. All by default.</value>
    public string Events { get; set; } = "*";

    /// <value>False sends it nothing. One that was disabled because it is gone or failed is enabled again by a start with false and one with true.</value>
    public bool Enabled { get; set; } = true;

    /// <value>
    /// Where its secret is: <c>file:PATH</c> or <c>env:NAME</c>. Two, separated by a comma, while it is rotated: every message is then signed with both.
    /// </value>
    public string? Secrets { get; set; }
}
