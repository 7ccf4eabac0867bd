namespace Tokgate.Emulator.Checker;

/// <summary>Where a request went, as the rules see it.</summary>
[Flags]
internal enum CheckedEndpoints
{
    /// <summary>The emulator's own pages and control API, and Douyin's endpoints: not TikTok's wire, so not judged.</summary>
    None = 0,
    Authorize = 1,
    Token = 2,
    Revoke = 4,
    GetQrCode = 8,
    CheckQrCode = 16,
    UserInfo = 32,
    VideoList = 64,
    VideoQuery = 128,

    /// <summary>A path that TikTok's API v2 does not have.</summary>
    Elsewhere = 256,

    /// <summary>The emulator's stand-in for a phone, which sees the QR code that the client drew.</summary>
    Phone = 512,

    /// <summary>The answer of the consent page, which carries the code.</summary>
    Consent = 1_024,

    Videos = VideoList | VideoQuery,
    Api = UserInfo | Videos,
    ClientForm = Token | Revoke | CheckQrCode,
    Form = ClientForm | GetQrCode,
    Wire = Authorize | Form | Api | Elsewhere,
}
