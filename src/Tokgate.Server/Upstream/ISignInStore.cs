using Tokgate.Server.Grants;
using Tokgate.Server.Protocol;

namespace Tokgate.Server.Upstream;

internal interface ISignInStore
{
    /// <summary>User found or made, identity, session, and, if the client may have it, grant and code: all of it or nothing.</summary>
    Task<SignInOutcome> CompleteAsync(SignIn signIn, CancellationToken cancellationToken);

    /// <summary>Grant and code out of a session, which thereby counts as used. False if it has ended meanwhile.</summary>
    Task<bool> AnswerAsync(AuthorizedRequest request, Handle code, CancellationToken cancellationToken);
}
