using System.Security.Cryptography;

namespace Tokgate.Server.Users;

/// <summary>New subjects: 154 random bits in letters and digits alone. No '@', which marks machines, and nothing that a relying party might trim or fold.</summary>
internal static class SubjectId
{
    private const int Length = 26;

    public static string New() => RandomNumberGenerator.GetString("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789", Length);
}
