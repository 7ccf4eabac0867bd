namespace Tokgate.Emulator;

/// <summary>Every error id of the emulator; each has a page in <c>docs/errors</c>.</summary>
internal static class ErrorIds
{
    public const string RefusesProduction = "TTK4001";
    public const string AddressNotLoopback = "TTK4002";
    public const string BadOption = "TTK4003";
    public const string CannotListen = "TTK4004";
    public const string StateFileUnreadable = "TTK4005";
    public const string StateFileUnwritable = "TTK4006";
    public const string HostNotAllowed = "TTK4007";

    public const string DropInArgument = "TTK4020";
    public const string DropInNotLoopback = "TTK4021";
    public const string DropInNotPermitted = "TTK4022";
    public const string DropInRunning = "TTK4023";
    public const string DropInPortUnavailable = "TTK4024";
    public const string DropInIsolationUnavailable = "TTK4025";
    public const string DropInCommandUnusable = "TTK4026";
    public const string DropInLeftovers = "TTK4027";
    public const string DropInUnsupported = "TTK4028";
    public const string DropInNamesMapped = "TTK4029";
    public const string DropInNotUp = "TTK4030";

    public const string CheckNotAnswered = "TTK4040";
    public const string CheckArgumentUnknown = "TTK4041";

    public const string NotFound = "TTK4100";
    public const string BodyNotJson = "TTK4101";
    public const string BodyTooLarge = "TTK4102";
    public const string UnknownMember = "TTK4103";
    public const string BadMember = "TTK4104";
    public const string RedirectUriRefused = "TTK4105";
    public const string AlreadyExists = "TTK4106";
    public const string Full = "TTK4107";
    public const string ForeignOrigin = "TTK4108";
    public const string MethodNotAllowed = "TTK4109";

    public const string ConsentHandleUnknown = "TTK4201";
}
