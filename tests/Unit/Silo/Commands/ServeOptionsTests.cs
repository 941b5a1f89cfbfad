using System.CommandLine;
using Prcl.Grains.Roles;
using Prcl.Silo.Commands;
using Prcl.Silo.Hosting;
using Xunit;

namespace Prcl.Unit.Silo.Commands;

public sealed class ServeOptionsTests
{
    [Fact]
    public void Every_setting_has_a_variable_and_secrets_have_no_option()
    {
        var variables = ServeOptions.Variables.ToArray();

        Assert.Equal(variables.Length, variables.Distinct().Count());
        Assert.All(variables, v => Assert.Matches("^PRCL_SILO_[A-Z_]+$", v));
        Assert.All(ServeOptions.Secrets, s => Assert.DoesNotContain(ServeOptions.All, o => o.Name == $"--{s}"));
        Assert.Superset(
            new HashSet<string> { "PRCL_SILO_CLUSTER", "PRCL_SILO_REDIS", "PRCL_SILO_ROLES", "PRCL_SILO_DEVICES", "PRCL_SILO_CLUSTER_SECRET", "PRCL_SILO_API_KEY" },
            variables.ToHashSet());
    }

    [Fact]
    public void Options_become_settings()
    {
        var settings = Read("--roles", "trainer,state", "--devices", "cpu", "--silo-port", "5001", "--http-port", "-1", "--drain-seconds", "2.5", "--missed-probes", "4", "--listen", "10.0.0.1", "--advertise", "10.0.0.2", "--weights-dir", "w", "--data-access", "group");

        Assert.Equal((SiloRoles.Trainer | SiloRoles.State, "cpu", 5001, -1, 2.5), (settings.Roles, settings.Devices, settings.SiloPort, settings.HttpPort, settings.DrainSeconds));
        Assert.Equal(("w", DataAccess.Group), (settings.WeightsDirectory, settings.DataAccess));
        Assert.Equal((4, "10.0.0.1", "10.0.0.2"), (settings.Membership.MissedProbes, settings.Listen.ToString(), settings.Advertise!.ToString()));
    }

    [Fact]
    public void Limits_are_options_too()
    {
        var read = Read("--free-megabytes", "1", "--decoded-megapixels", "2", "--request-megabytes", "103", "--max-runs", "4", "--max-classes", "5", "--run-gigabytes", "0.5", "--log-lines", "7").Limits;

        Assert.Equal(
            new LimitSettings { FreeMegabytes = 1, DecodedMegapixels = 2, RequestMegabytes = 103, MaxRuns = 4, MaxClasses = 5, RunGigabytes = 0.5, LogLines = 7 }, read);
        Assert.Equal(new LimitSettings(), Read().Limits);
    }

    [Fact]
    public void Without_options_a_silo_is_alone_and_everything()
    {
        var settings = Read();

        Assert.Equal((ClusterKind.Local, SiloRoles.All, "127.0.0.1", 60), (settings.Cluster, settings.Roles, settings.Listen.ToString(), settings.DrainSeconds));
        Assert.Equal(("", DataAccess.Owner), (settings.WeightsDirectory, settings.DataAccess));
        Assert.Null(settings.ClusterSecret);
    }

    private static SiloSettings Read(params string[] arguments)
    {
        var command = new Command("serve");
        foreach (var option in ServeOptions.All)
        {
            command.Add(option);
        }

        return ServeOptions.Read(command.Parse(arguments));
    }
}
