using System.Globalization;
using System.Security.Cryptography;

namespace Tokgate.Emulator.Wire;

/// <summary>Makes identifiers in the shapes seen on TikTok's wire. Clients must treat all of them as opaque.</summary>
internal static class WireIds
{
    private const string Alphanumerics = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789";
    private const string Base64Url = Alphanumerics + "-_";
    private const string UpperAlphanumerics = "ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789";

    public static string AccessToken() => "act." + TokenTail();

    public static string RefreshToken() => "rft." + TokenTail();

    public static string ClientToken() => "clt." + TokenTail();

    /// <summary>Ends in <c>*0!1234.va</c>, so that a client which decodes twice, or not at all, or uses the raw URL, is found out.</summary>
    public static string Code() =>
        string.Concat(RandomNumberGenerator.GetString(Base64Url, 64), "*0!", RandomNumberGenerator.GetString("0123456789", 4), ".va");

    public static string QrToken() => RandomNumberGenerator.GetString(UpperAlphanumerics, 32);

    /// <summary>An identifier of the emulator's own: sessions, handles, users.</summary>
    public static string Handle() => RandomNumberGenerator.GetString(Alphanumerics, 43);

    /// <summary><c>yyyyMMddHHmmss</c> in UTC and 20 upper-case hexadecimal digits.</summary>
    public static string LogId(DateTimeOffset now) => string.Create(34, now.UtcDateTime, static (text, instant) =>
    {
        instant.TryFormat(text, out var written, "yyyyMMddHHmmss", CultureInfo.InvariantCulture);
        RandomNumberGenerator.GetHexString(text[written..]);
    });

    private static string TokenTail() =>
        string.Concat(RandomNumberGenerator.GetString(Alphanumerics, 60), "!", RandomNumberGenerator.GetString("0123456789", 4), ".va");
}
