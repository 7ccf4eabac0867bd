using Tokgate.Emulator.DropIn;
using Tokgate.TestKit;

namespace Tokgate.Emulator.Tests.DropIn;

/// <summary>Whenever a set-up or its undoing is killed, the next one leaves the machine as it was.</summary>
public sealed class KilledSetupTests
{
    private const string WithoutLineBreak = "127.0.0.1 localhost";

    [Theory]
    [InlineData("127.0.0.1 localhost\n")]
    [InlineData(WithoutLineBreak)]
    [InlineData("")]
    public void Killed_at_any_change_of_up_the_machine_is_put_back(string hosts)
    {
        var survived = false;
        for (var last = 1; !survived; last++)
        {
            using var machine = new TestMachine(hosts);
            survived = !Dies(() => machine.Up(new DyingFiles(last)));
            machine.Down();
            machine.MustBeAsBefore();
        }
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Killed_at_any_change_of_down_and_of_the_down_after_it_the_machine_is_put_back(bool hasForeignLines)
    {
        var survived = false;
        for (var last = 1; !survived; last++)
        {
            foreach (var again in (int[])[1, 2, 3])
            {
                using var machine = new TestMachine(WithoutLineBreak);
                machine.Up();
                if (hasForeignLines)
                {
                    machine.Hosts += "203.0.113.7 added.example\n";
                }

                survived = !Dies(() => machine.Down(new DyingFiles(last)));
                Dies(() => machine.Down(new DyingFiles(again)));
                machine.Down();
                Assert.Equal(hasForeignLines ? $"{WithoutLineBreak}\n203.0.113.7 added.example\n" : WithoutLineBreak, machine.Hosts);
                machine.Hosts = WithoutLineBreak;
                machine.MustBeAsBefore();
            }
        }
    }

    [Fact]
    public void What_others_wrote_meanwhile_stays_before_and_after_our_lines()
    {
        using var machine = new TestMachine();
        machine.Up();
        machine.Hosts = "203.0.113.1 before.example\n" + machine.Hosts.Replace("open.douyin.com", "open.douyin.com changed.example", StringComparison.Ordinal) + "203.0.113.2 after.example\n";

        machine.Down();

        Assert.Equal("203.0.113.1 before.example\n127.0.0.1 localhost\n203.0.113.2 after.example\n", machine.Hosts);
    }

    [Fact]
    public void A_mark_that_somebody_took_out_is_told_and_its_file_left_alone()
    {
        using var machine = new TestMachine();
        machine.Up();
        machine.Hosts = machine.Hosts.Replace(HostsBlock.End, "", StringComparison.Ordinal);
        var now = machine.Hosts;

        Assert.Contains(machine.Places.HostsFile, Assert.Single(machine.Setup().Down()), StringComparison.Ordinal);
        Assert.Equal(now, machine.Hosts);
    }

    [Fact]
    public void Without_its_journal_a_set_up_is_still_found_by_its_marks()
    {
        using var machine = new TestMachine();
        machine.Up();
        File.Delete(machine.Places.JournalFile);

        machine.Down();

        Assert.Equal("127.0.0.1 localhost\n", machine.Hosts);
        Assert.DoesNotContain("Tokgate", File.ReadAllText(machine.Places.Bundles[0]), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("with ours, and longer than it was")]
    [InlineData("ours")]
    public void A_database_gets_its_own_bytes_back_whenever_it_was_killed(string withOurs)
    {
        for (var last = 1; last <= 5; last++)
        {
            for (var again = 1; again <= 5; again++)
            {
                using var folder = new TempDirectory();
                var database = folder["cert9.db"];
                File.WriteAllText(database, "as it was");
                Dies(() => Changes(folder, new DyingFiles(last)).ReplaceDatabase(database, System.Text.Encoding.UTF8.GetBytes(withOurs)));
                Dies(() => Changes(folder, new DyingFiles(again)).Undo());

                Assert.Empty(Changes(folder, new DiskFiles()).Undo());
                Assert.Equal("as it was", File.ReadAllText(database));
            }
        }
    }

    [Fact]
    public void A_database_that_others_have_changed_since_only_loses_our_certificate()
    {
        using var folder = new TempDirectory();
        var dropped = new List<string>();
        File.WriteAllText(folder["cert9.db"], "as it was");
        var changes = Changes(folder, new DiskFiles(), dropped);
        changes.ReplaceDatabase(folder["cert9.db"], "with ours"u8.ToArray());
        File.WriteAllText(folder["cert9.db"], "with ours and theirs");

        Assert.Empty(changes.Undo());

        Assert.Equal([folder["cert9.db"]], dropped);
        Assert.Equal("with ours and theirs", File.ReadAllText(folder["cert9.db"]));
    }

    [Fact]
    public void Names_that_lead_elsewhere_already_stop_a_set_up_before_it_changes_anything()
    {
        using var machine = new TestMachine("0.0.0.0 ads.example WWW.tiktok.com # blocked\n");

        var failure = Assert.Throws<InvalidOperationException>(() => machine.Up());

        Assert.StartsWith("TTK4029", failure.Message, StringComparison.Ordinal);
        machine.MustBeAsBefore();
    }

    [Fact]
    public async Task One_set_up_at_a_time()
    {
        using var folder = new TempDirectory();
        var first = MachineLock.TryTake(folder["state"]);
        Assert.NotNull(first);
        Assert.Null(MachineLock.TryTake(folder["state"]));

        await first.RemoveDirectoryAsync();
        using (var second = MachineLock.TryTake(folder["state"]))
        {
            Assert.NotNull(second);
            first.Dispose(); // late, and of a file that is gone: it must not open the door
            Assert.Null(MachineLock.TryTake(folder["state"]));
        }
    }

    private static MachineChanges Changes(TempDirectory folder, IMachineFiles files, List<string>? dropped = null)
    {
        if (!File.Exists(folder["journal"]))
        {
            File.WriteAllText(folder["journal"], "");
        }

        return new MachineChanges(files, new Journal(files, folder["journal"]), file => (dropped ?? throw new IOException("nobody else has changed it")).Add(file));
    }

    private static bool Dies(Action action)
    {
        try
        {
            action();
            return false;
        }
        catch (KilledException)
        {
            return true;
        }
    }
}
