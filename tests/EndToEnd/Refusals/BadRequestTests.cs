using System.Buffers.Binary;
using System.Net.Http.Json;
using System.Net.Sockets;
using System.Text;
using System.Text.Json;
using Prcl.EndToEnd.Processes;
using Xunit;

namespace Prcl.EndToEnd.Refusals;

public sealed class BadRequestTests(RefusingSilo silo) : IClassFixture<RefusingSilo>
{
    [Fact]
    public async Task A_misspelt_setting_is_answered_with_the_nearest_right_one()
    {
        var file = silo.Scenes.Write("settings.json", """{"temprature": 0.4}"""u8.ToArray());

        (await Create("--settings", file)).FailedWithOneLine(2, "'temprature'", "'temperature'");
        await AssertNothingCreated();
    }

    [Theory]
    [InlineData("temperature=-1", "temperature")]
    [InlineData("backbone=resnet9000", "backbone")]
    [InlineData("crop-height=32", "33")]
    [InlineData("round-steps=many", "round-steps")]
    [InlineData("lr=0.01", "'learning-rate'")]
    [InlineData("steps=100", "'total-steps'")]
    public async Task A_setting_out_of_its_range_is_refused_by_name(string setting, string part)
    {
        (await Create("--set", setting)).FailedWithOneLine(2, part);
        await AssertNothingCreated();
    }

    [Fact]
    public async Task Weights_of_another_network_are_refused_by_file_and_tensor()
    {
        var file = silo.Scenes.Write("other.safetensors", Safetensors("""{"encoder.weight":{"dtype":"F32","shape":[2],"data_offsets":[0,8]}}""", new byte[8]));

        (await Create("--set", $"weights={Path.GetFileName(file)}")).FailedWithOneLine(2, "other.safetensors", "missing");
        await AssertNothingCreated();
    }

    [Theory]
    [InlineData("/etc/passwd", 2, "weights is '/etc/passwd'; it must be")]
    [InlineData("../classes.json", 2, "weights is '../classes.json'; it must be")]
    [InlineData("nothing.safetensors", 2, "isn't there")]
    [InlineData("classes.json", 2, "weights: safetensors file classes.json")]
    public async Task A_weights_file_that_is_none_of_the_silos_is_refused(string file, int exitCode, string said)
    {
        var failed = (await Create("--set", $"weights={file}")).FailedWithOneLine(exitCode, said);

        Assert.DoesNotContain(silo.Scenes.Folder, failed.ToString(), StringComparison.Ordinal);
        await AssertNothingCreated();
    }

    [Theory]
    [InlineData("status", "--run", "nowhere")]
    [InlineData("prototypes", "--run", "nowhere")]
    [InlineData("images", "--run", "nowhere")]
    [InlineData("run", "show", "nowhere")]
    [InlineData("run", "start", "nowhere")]
    [InlineData("run", "stop", "nowhere")]
    public async Task An_unknown_run_is_named(params string[] arguments)
    {
        (await silo.Prcl.Run(arguments)).FailedWithOneLine(1, "'nowhere'");
        await silo.AssertHealthy();
    }

    [Fact]
    public async Task An_unknown_class_is_answered_with_those_that_there_are()
    {
        (await silo.Prcl.Run("prototypes", "tree", "--run", RefusingSilo.Run)).FailedWithOneLine(1, "'tree'", "sky", "wall", "road");
    }

    [Fact]
    public async Task Classes_of_an_existing_run_are_fixed()
    {
        var other = silo.Scenes.Write("other.json", """{"ignore": 255, "classes": [{"name": "a", "color": [0, 0, 0]}, {"name": "b", "color": [9, 9, 9]}]}"""u8.ToArray());

        (await silo.Prcl.Run("run", "create", RefusingSilo.Run, "--classes", other)).FailedWithOneLine(1, "classes");
        await silo.AssertHealthy();
    }

    [Fact]
    public async Task A_question_in_HTTP_at_the_gateway_is_hung_up_on_without_a_line()
    {
        using var client = new TcpClient();
        await client.ConnectAsync("127.0.0.1", silo.Silo.GatewayPort, TestContext.Current.CancellationToken);
        var stream = client.GetStream();
        await stream.WriteAsync("GET / HTTP/1.0\r\n\r\n"u8.ToArray(), TestContext.Current.CancellationToken);

        // The end, or a reset where some of it was unread.
        var read = await Record.ExceptionAsync(async () => Assert.Equal(0, await stream.ReadAsync(new byte[1], TestContext.Current.CancellationToken)));
        Assert.True(read is null or IOException, $"{read}");
        await silo.AssertHealthy();
    }

    private Task<Finished> Create(params string[] options) => silo.Prcl.Run(["run", "create", "other", "--classes", silo.Scenes.ClassesJson, .. options]);

    private async Task AssertNothingCreated()
    {
        var runs = await silo.Http.GetFromJsonAsync<JsonElement>("runs", TestContext.Current.CancellationToken);
        var run = Assert.Single(runs.GetProperty("items").EnumerateArray());
        Assert.Equal(RefusingSilo.Run, run.GetProperty("name").GetString());
        await silo.AssertHealthy();
    }

    private static byte[] Safetensors(string header, byte[] data)
    {
        var length = new byte[8];
        BinaryPrimitives.WriteInt64LittleEndian(length, header.Length);
        return [.. length, .. Encoding.ASCII.GetBytes(header), .. data];
    }
}
