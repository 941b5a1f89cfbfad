using Prcl.EndToEnd.Processes;
using Prcl.Servers;
using Xunit;

namespace Prcl.EndToEnd.Refusals;

public sealed class BadStartTests(RefusingSilo silo) : IClassFixture<RefusingSilo>
{
    [Fact]
    public async Task A_second_silo_on_the_same_ports_says_which_port_and_leaves_the_first_alone()
    {
        await using var second = new SiloProcess(siloPort: silo.Silo.SiloPort);

        (await Serve(second)).FailedWithOneLine(1, "silo-port", $"{silo.Silo.SiloPort}");
        await silo.AssertHealthy();
    }

    [Fact]
    public async Task A_gateway_port_in_use_is_named_too()
    {
        await using var second = new SiloProcess(gatewayPort: silo.Silo.GatewayPort);

        (await Serve(second)).FailedWithOneLine(1, "gateway-port", $"{silo.Silo.GatewayPort}");
        await silo.AssertHealthy();
    }

    [Fact]
    public async Task A_second_silo_on_the_same_folder_is_refused_and_leaves_the_first_alone()
    {
        await using var second = new SiloProcess(silo.Silo.DataFolder);

        (await Serve(second)).FailedWithOneLine(1, silo.Silo.DataFolder, "in use by another silo");
        await silo.AssertHealthy();
    }

    [Fact]
    public async Task A_folder_that_cannot_be_made_is_named()
    {
        await using var second = new SiloProcess(Path.Combine(silo.Scenes.ClassesJson, "data"));

        (await Serve(second)).FailedWithOneLine(1, second.DataFolder, "can't be created");
    }

    // Nobody can create a file there, not even root, for whom permissions don't count.
    [Fact]
    public async Task A_folder_that_cannot_be_written_is_named_and_not_taken_for_one_in_use()
    {
        await using var second = new SiloProcess("/proc");

        (await Serve(second)).FailedWithOneLine(1, "'/proc' can't be written");
    }

    [Fact]
    public async Task Without_a_silo_the_line_says_where_and_how_to_start_one()
    {
        var port = LoopbackPorts.Next();

        (await new PrclCommand(port).Run("status")).FailedWithOneLine(1, $"127.0.0.1:{port}", "prcl-silo serve");
    }

    [Theory]
    [InlineData("nonsense")]
    [InlineData("status", "--nonsense")]
    [InlineData("run", "nonsense")]
    public async Task An_unknown_word_to_the_client_is_wrong_usage(params string[] arguments)
    {
        (await silo.Prcl.Run(arguments)).FailedWithOneLine(2, "nonsense'");
    }

    [Theory]
    [InlineData("nonsense")]
    [InlineData("serve", "--nonsense")]
    [InlineData("serve", "--silo-port", "nonsense")]
    public async Task An_unknown_word_to_the_host_is_wrong_usage(params string[] arguments)
    {
        (await Finished.Run(Programs.Silo, arguments)).FailedWithOneLine(2, "nonsense'");
    }

    private static Task<Finished> Serve(SiloProcess silo) => Finished.Run(Programs.Silo, silo.Arguments);
}
