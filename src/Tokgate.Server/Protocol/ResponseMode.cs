namespace Tokgate.Server.Protocol;

internal enum ResponseMode
{
    Query,
    FormPost,
}
