using Tokgate.Server.Grants;
using Tokgate.Server.Protocol;

namespace Tokgate.Server.Storage;

internal sealed class AuthorizationCodes(IWriteDoor door, GrantWriting writing) : IAuthorizationCodes
{
    public async Task<Handle> IssueAsync(AuthorizedRequest request, CancellationToken cancellationToken)
    {
        var code = Handle.New(HandleKind.AuthorizationCode);
        await door.WriteAsync(
            async context =>
            {
                await writing.AddAsync(context, request, code);
                return true;
            },
            cancellationToken);
        return code;
    }
}
