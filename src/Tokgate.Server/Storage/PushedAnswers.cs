using System.Buffers.Text;
using Microsoft.EntityFrameworkCore;
using Tokgate.Server.Pages;

namespace Tokgate.Server.Storage;

internal sealed class PushedAnswers(IWriteDoor door, TimeProvider time) : IPushedAnswers
{
    // Longer than anybody who picked the request up before can take at TikTok and before the consent page.
    private static readonly TimeSpan Remembered = TimeSpan.FromHours(1);

    // The waiting row alone cannot tell: it may have expired, and been swept away, while its only browser was at TikTok.
    public Task<bool> TryAnswerAsync(string pushedId, CancellationToken cancellationToken)
    {
        var hash = Base64Url.DecodeFromChars(pushedId);
        var until = (time.GetUtcNow() + Remembered).ToUnixTimeMilliseconds();
        return door.WriteAsync(
            async context =>
            {
                await context.Database.ExecuteSqlAsync($"delete from waiting_requests where hash = {hash}");
                return await context.Database.ExecuteSqlAsync($"insert into used_assertions (hash, expires_at) values ({hash}, {until}) on conflict do nothing") == 1;
            },
            cancellationToken);
    }
}
