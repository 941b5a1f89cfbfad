using System.Text.Json;
using Prcl.Contracts.Runs;
using Prcl.Contracts.Streams;
using Prcl.Silo.Http.Api.Events;
using Prcl.Unit.Client;
using Prcl.Unit.Grains;
using Xunit;

namespace Prcl.Unit.Silo.Http.Api;

public sealed class EventRoutesTests(GrainCluster cluster) : IClassFixture<GrainCluster>
{
    [Fact]
    public async Task A_watcher_is_told_of_a_push_and_of_silence()
    {
        var time = new SteppedTime();
        await using var host = await ApiHost.Start(cluster, time: time);
        var run = await cluster.Define();
        using var stream = await Open(host, run.Name);

        Assert.Equal("event: run", await stream.ReadLineAsync(TestContext.Current.CancellationToken));
        Assert.Equal((run.Name, 0, 0, "waitingForTrainers", 0), await Data(stream));

        await run.Store(Street.Unlabelled(1));
        Assert.Equal("event: run", await stream.ReadLineAsync(TestContext.Current.CancellationToken));
        Assert.Equal((run.Name, 0, 1, "waitingForTrainers", 0), await Data(stream));

        time.Advance(EventStream.Heartbeat);
        Assert.Equal(": heartbeat", await stream.ReadLineAsync(TestContext.Current.CancellationToken));
    }

    [Fact]
    public async Task What_cannot_be_watched_is_a_problem_and_no_stream()
    {
        await using var host = await ApiHost.Start(cluster);

        Assert.Equal("no-such-run", (await host.Http.Get("/v1/events?run=nobody")).Problem);
        Assert.Equal("bad-value", (await host.Http.Get("/v1/events?run=a%2Fb")).Problem);
        Assert.Equal(400, (await host.Http.Get("/v1/events")).Status);
    }

    [Fact]
    public async Task A_silo_that_stops_does_not_wait_for_watchers()
    {
        var host = await ApiHost.Start(cluster);
        var run = await cluster.Define();
        using var stream = await Open(host, run.Name);
        await stream.ReadLineAsync(TestContext.Current.CancellationToken);

        await host.DisposeAsync().AsTask().WaitAsync(TimeSpan.FromSeconds(15), TestContext.Current.CancellationToken);
    }

    [Fact]
    public async Task However_many_watch_a_run_is_asked_once_a_second()
    {
        var (time, asked) = (new SteppedTime(), 0);
        var grains = new FakeGrains().On<IRunGrain>("Status", (run, _) =>
        {
            Interlocked.Increment(ref asked);
            return Task.FromResult(new RunStatus(run, RunPhase.Idle, "", 3, 3, 7, new StreamCounts(5, 1, 0, 0, 0, 0, 0), [], [], []));
        });
        var watch = new RunWatch(grains.Factory, time);

        var seen = await Task.WhenAll(Enumerable.Range(0, 20).Select(_ => watch.Now("street")));
        Assert.All(seen, e => Assert.Equal(new RunEvent("street", 3, 5, RunPhase.Idle, 0), e));
        Assert.Equal(1, asked);

        time.Advance(RunWatch.Period);
        await watch.Now("street");
        Assert.Equal(2, asked);
    }

    private static async Task<StreamReader> Open(ApiHost host, string run)
    {
        var answer = await host.Http.GetAsync(new Uri($"/v1/events?run={run}", UriKind.Relative), HttpCompletionOption.ResponseHeadersRead, TestContext.Current.CancellationToken);
        Assert.Equal("text/event-stream", answer.Content.Headers.ContentType!.MediaType);
        return new StreamReader(await answer.Content.ReadAsStreamAsync(TestContext.Current.CancellationToken));
    }

    private static async Task<(string?, int, int, string?, int)> Data(StreamReader stream)
    {
        var line = await stream.ReadLineAsync(TestContext.Current.CancellationToken);
        Assert.StartsWith("data: ", line, StringComparison.Ordinal);
        Assert.Equal("", await stream.ReadLineAsync(TestContext.Current.CancellationToken));
        var json = JsonDocument.Parse(line!["data: ".Length..]).RootElement;
        return (json.GetProperty("run").GetString(), json.GetProperty("round").GetInt32(), json.GetProperty("images").GetInt32(), json.GetProperty("phase").GetString(), json.GetProperty("alarms").GetInt32());
    }
}
