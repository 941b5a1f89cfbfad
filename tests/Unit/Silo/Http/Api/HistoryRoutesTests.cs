using System.Globalization;
using System.Text.Json;
using Prcl.Contracts.Runs;
using Prcl.Learning.Prototypes;
using Prcl.Unit.Grains;
using Xunit;

namespace Prcl.Unit.Silo.Http.Api;

public sealed class HistoryRoutesTests(GrainCluster cluster) : IClassFixture<GrainCluster>
{
    [Fact]
    public async Task Classes_lie_on_the_plane_of_their_unit_means_with_virtual_negatives_around_them()
    {
        await using var host = await ApiHost.Start(cluster);
        var run = await cluster.Define();
        var trainer = await new FakeTrainer(cluster, run, "a").Join();
        foreach (var k in new[] { 0, 1, 2 })
        {
            await trainer.Exchange(k, 1, Along(k, length: 1 + k));
        }

        var path = $"/v1/runs/{run.Name}/prototypes/map";
        var map = await host.Http.Json(path + "?count=5&seed=7");
        var classes = map.GetProperty("classes").EnumerateArray().ToArray();

        Assert.Equal([0, 1, 2], classes.Select(c => c.GetProperty("class").GetInt32()));
        Assert.Equal(Street.Classes.Classes[1].Name, classes[1].GetProperty("name").GetString());
        Assert.Matches("^#[0-9a-f]{6}$", classes[1].GetProperty("color").GetString());
        Assert.True(classes[2].GetProperty("spread").GetDouble() > 0);

        // Three unit vectors at right angles are √2 apart, and a plane holds all of three points.
        Assert.Equal(1, map.GetProperty("explained").GetDouble(), 1e-9);
        Assert.Equal(Math.Sqrt(2), Math.Sqrt(Math.Pow(X(classes[0]) - X(classes[1]), 2) + Math.Pow(Y(classes[0]) - Y(classes[1]), 2)), 1e-6);
        Assert.Equal([0, 1, 2], map.GetProperty("virtualNegatives").EnumerateArray().GroupBy(n => n.GetProperty("class").GetInt32()).Where(g => g.Count() == 5).Select(g => g.Key));
        Assert.Equal(map.ToString(), (await host.Http.Json(path + "?count=5&seed=7")).ToString());
        Assert.NotEqual(map.ToString(), (await host.Http.Json(path + "?count=5&seed=8")).ToString());
        Assert.Equal(0, (await host.Http.Json(path + "?count=0")).GetProperty("virtualNegatives").GetArrayLength());
        Assert.Equal("bad-value", (await host.Http.Get(path + "?count=257")).Problem);
    }

    [Fact]
    public async Task A_map_of_nothing_is_empty()
    {
        await using var host = await ApiHost.Start(cluster);
        var run = await cluster.Define();

        var map = await host.Http.Json($"/v1/runs/{run.Name}/prototypes/map");

        Assert.Equal((0, JsonValueKind.Null), (map.GetProperty("classes").GetArrayLength(), map.GetProperty("explained").ValueKind));
        Assert.Equal("no-such-run", (await host.Http.Get("/v1/runs/nobody/prototypes/map")).Problem);
    }

    [Fact]
    public async Task A_class_and_a_run_tell_how_they_were_round_by_round()
    {
        await using var host = await ApiHost.Start(cluster);
        var run = await cluster.Define();
        var trainer = await new FakeTrainer(cluster, run, "a").Join();
        for (var round = 0; round < 3; round++)
        {
            var report = await trainer.Write(1, 20, new() { [1] = FakeTrainer.Sums(10, round + 1, 100, 20 * round) });
            await trainer.HandIn(report with { Losses = new RoundLosses(3 - round, 0.5, 0.25, 0.75, 5, Seconds: 4) });
        }

        await run.Committed(1, below: 3);
        var moves = await host.Http.Json($"/v1/runs/{run.Name}/prototypes/1/history");
        var points = moves.GetProperty("points").EnumerateArray().ToArray();
        Assert.Equal(1, moves.GetProperty("class").GetInt32());
        Assert.Equal([(1, 40, 200.0), (2, 60, 300.0)], points.Select(p => (p.GetProperty("round").GetInt32(), p.GetProperty("clock").GetInt32(), p.GetProperty("evidence").GetDouble())));
        Assert.All(points, p => Assert.True(p.GetProperty("spread").GetDouble() > 0 && p.GetProperty("drift").GetDouble() >= 0));
        Assert.Equal("no-such-class", (await host.Http.Get($"/v1/runs/{run.Name}/prototypes/99/history")).Problem);

        var history = (await host.Http.Json($"/v1/runs/{run.Name}/metrics-history?after=0")).GetProperty("points").EnumerateArray().ToArray();
        Assert.Equal([(1, 2.0), (2, 1.0)], history.Select(p => (p.GetProperty("round").GetInt32(), p.GetProperty("supervised").GetDouble())));
        Assert.Equal((5, 1, JsonValueKind.Null), (history[0].GetProperty("imagesPerSecond").GetDouble(), history[0].GetProperty("trainers").GetInt32(), history[0].GetProperty("uncertainty").ValueKind));
        Assert.True(DateTimeOffset.TryParseExact(history[0].GetProperty("at").GetString(), "yyyy-MM-ddTHH:mm:ss.FFFFFFFK", CultureInfo.InvariantCulture, DateTimeStyles.None, out _));
        Assert.Equal("bad-value", (await host.Http.Get($"/v1/runs/{run.Name}/metrics-history?after=-2")).Problem);
        await Patience.Until(() => host.Http.Json($"/v1/runs/{run.Name}/metrics-history?after=1"), m => m.GetProperty("points")[0].GetProperty("backlog").ValueKind == JsonValueKind.Number);
    }

    private static double X(JsonElement point) => point.GetProperty("x").GetDouble();

    private static double Y(JsonElement point) => point.GetProperty("y").GetDouble();

    private static PrototypeSums Along(int dimension, double length)
    {
        var (precision, mean) = (Enumerable.Repeat(100.0, FakeTrainer.Width).ToArray(), new double[FakeTrainer.Width]);
        mean[dimension] = length;
        return new PrototypeSums(precision, [.. mean.Select(m => 100 * m)], [.. mean.Select(m => (100 * m * m) + 1)], 5000, 0);
    }
}
