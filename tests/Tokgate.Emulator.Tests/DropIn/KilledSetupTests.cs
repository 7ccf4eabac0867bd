using System.Text;
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
            for (var again = 1; again <= 12; again += 1)
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

    [Fact]
    public void A_database_gets_its_own_bytes_back_unless_others_have_changed_it_since()
    {
        for (var last = 1; last <= 8; last++)
        {
            using var folder = new TempDirectory();
            var database = folder["cert9.db"];
            var dropped = new List<string>();
            File.WriteAllText(database, "as it was, and rather long");
            Dies(() => Changes(folder, new DyingFiles(last), dropped).ChangeDatabase(database, () => File.WriteAllText(database, "with ours")));
            Dies(() => Changes(folder, new DyingFiles(last), dropped).Undo());
            Assert.Empty(Changes(folder, new DiskFiles(), dropped).Undo());

            // Killed between certutil and the line that says what it made, nobody knows whose change it was: then certutil takes ours out.
            Assert.True(File.ReadAllText(database) == "as it was, and rather long" || dropped.Count > 0, $"killed at {last}");
        }

        using var other = new TempDirectory();
        var shared = other["cert9.db"];
        File.WriteAllText(shared, "as it was");
        var asked = new List<string>();
        var changes = Changes(other, new DiskFiles(), asked);
        changes.ChangeDatabase(shared, () => File.WriteAllText(shared, "with ours"));
        File.WriteAllText(shared, "with ours and theirs");
        Assert.Empty(changes.Undo());
        Assert.Equal([shared], asked);
        Assert.Equal("with ours and theirs", File.ReadAllText(shared));
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
    public void One_set_up_at_a_time()
    {
        using var folder = new TempDirectory();
        var first = MachineLock.TryTake(folder["state"]);
        Assert.NotNull(first);
        Assert.Null(MachineLock.TryTake(folder["state"]));

        first.RemoveDirectory();
        using (var second = MachineLock.TryTake(folder["state"]))
        {
            Assert.NotNull(second);
            first.Dispose(); // late, and of a file that is gone: it must not open the door
            Assert.Null(MachineLock.TryTake(folder["state"]));
        }
    }

    private static MachineChanges Changes(TempDirectory folder, IMachineFiles files, List<string> dropped)
    {
        if (!File.Exists(folder["journal"]))
        {
            File.WriteAllText(folder["journal"], "", Encoding.UTF8);
        }

        return new MachineChanges(files, new Journal(files, folder["journal"]), dropped.Add);
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
