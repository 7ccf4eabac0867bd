using System.Text.Json;
using Microsoft.EntityFrameworkCore;
using Tokgate.Server.Users;

namespace Tokgate.Server.Storage;

internal sealed class UserStore(IDbContextFactory<TokgateDbContext> contexts, IWriteDoor door, TimeProvider time) : IUserStore
{
    // Not static: a compiled query belongs to one model, and several brokers on different databases may live in one process.
    private readonly Func<TokgateDbContext, string, Task<UserRow?>> byId =
        EF.CompileAsyncQuery((TokgateDbContext context, string id) => context.Users.FirstOrDefault(user => user.Id == id));

    public async Task<User?> FindAsync(string id, CancellationToken cancellationToken)
    {
        await using var context = await contexts.CreateDbContextAsync(cancellationToken);
        return await byId(context, id) is { } row
            ? new User(row.Id, Enum.Parse<UserStatus>(row.Status), JsonElement.Parse(row.Claims), row.CreatedAt)
            : null;
    }

    public Task<bool> SetStatusAsync(string id, UserStatus status, CancellationToken cancellationToken) => door.WriteAsync(
        async context =>
        {
            var name = status.ToString();
            var now = time.GetUtcNow();
            return await context.Users.Where(row => row.Id == id).ExecuteUpdateAsync(row => row.SetProperty(to => to.Status, name).SetProperty(to => to.UpdatedAt, now)) == 1;
        },
        cancellationToken);
}
