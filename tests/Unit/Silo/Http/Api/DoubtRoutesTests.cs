using System.Text.Json;
using Prcl.Contracts.Ingest;
using Prcl.Contracts.Runs;
using Prcl.Grains.Images;
using Prcl.Grains.Rounds;
using Prcl.Grains.Streams;
using Prcl.Grains.Streams.Doubts;
using Prcl.Unit.Grains;
using Xunit;

namespace Prcl.Unit.Silo.Http.Api;

public sealed class DoubtRoutesTests(GrainCluster cluster) : IClassFixture<GrainCluster>
{
    [Fact]
    public async Task Images_come_most_in_doubt_first_or_newest_first_over_all_partitions_and_in_parts()
    {
        await using var host = await ApiHost.Start(cluster);
        var run = await cluster.Define(("partitions", "3"));
        var frames = Enumerable.Range(50, 12).ToArray();
        foreach (var frame in frames)
        {
            await run.Store(Street.Unlabelled(frame));
        }

        // Every other one was looked at, the later the more doubtful.
        await Tell(run, 3, [.. frames.Where(f => f % 2 == 0).Select(f => (f, (f - 50) / 20.0, f % 5))]);

        Assert.Equal(frames.Where(f => f % 2 == 0).Reverse().Select(Hash), await All(host, run.Name, "order=doubt"));
        Assert.Equal(frames.Reverse().Select(Hash), await All(host, run.Name, "order=newest"));
        Assert.Equal(frames.Select(Hash).Order(), (await All(host, run.Name, "order=oldest")).Order());
        Assert.Empty(await All(host, run.Name, "order=doubt&domain=rain"));

        var first = (await host.Http.Json($"/v1/runs/{run.Name}/images?order=doubt")).GetProperty("items")[0];
        Assert.Equal((0.5, 0), (Math.Round(first.GetProperty("doubt").GetDouble(), 2), first.GetProperty("doubtClass").GetInt32()));
        Assert.Equal(JsonValueKind.Null, (await host.Http.Json($"/v1/runs/{run.Name}/images/{Hash(51)}")).GetProperty("doubt").ValueKind);
    }

    [Theory]
    [InlineData("order=best", "bad-value")]
    [InlineData("order=doubt&cursor=OS8w", "bad-value")]
    [InlineData("order=newest&cursor=RG91YnQvMS8wLzA", "bad-value")]
    [InlineData("order=doubt&cursor=RG91YnQvMS85LzA", "bad-value")]
    public async Task An_order_or_a_cursor_that_is_none_is_refused(string query, string code)
    {
        await using var host = await ApiHost.Start(cluster);
        var run = await cluster.Define();

        var answer = await host.Http.Get($"/v1/runs/{run.Name}/images?{query}");

        Assert.Equal((400, code), (answer.Status, answer.Problem));
    }

    [Fact]
    public async Task What_to_label_next_is_the_most_in_doubt_and_never_what_has_a_label()
    {
        await using var host = await ApiHost.Start(cluster);
        var run = await cluster.Define(("partitions", "2"));
        await run.Store(Street.Unlabelled(70), Street.Unlabelled(71), Street.Unlabelled(72), Street.Labelled(73), Street.Evaluated(74), Street.Unlabelled(75) with { Domain = "rain" });
        await Tell(run, 2, [(70, 0.3, 1), (71, 0.6, 1), (73, 0.9, 1), (75, 0.2, 4)]);
        var path = $"/v1/runs/{run.Name}/label-next";

        var answer = await host.Http.Json(path + "?n=3");
        var items = answer.GetProperty("items").EnumerateArray().ToArray();

        Assert.Equal(JsonValueKind.Null, answer.GetProperty("next").ValueKind);
        Assert.Equal([Hash(71), Hash(75), Hash(70)], items.Select(i => i.GetProperty("sha256").GetString()));
        Assert.Equal(("frame-75.png", "rain", 4), (items[1].GetProperty("name").GetString(), items[1].GetProperty("domain").GetString(), items[1].GetProperty("class").GetInt32()));
        Assert.Equal(0.6, items[0].GetProperty("doubt").GetDouble(), 0.002);

        // Those that nobody has looked at fill up.
        var more = (await host.Http.Json(path)).GetProperty("items").EnumerateArray().ToArray();
        Assert.Equal([Hash(71), Hash(75), Hash(70), Hash(72)], more.Select(i => i.GetProperty("sha256").GetString()));
        Assert.Equal(JsonValueKind.Null, more[3].GetProperty("doubt").ValueKind);

        Assert.Equal(400, (await host.Http.Get(path + "?n=0")).Status);
        Assert.Equal(400, (await host.Http.Get(path + "?n=101")).Status);
        Assert.Equal("no-such-run", (await host.Http.Get("/v1/runs/nobody/label-next")).Problem);
    }

    [Fact]
    public async Task Doubts_outlive_the_activation_that_folded_them()
    {
        var run = await cluster.Define();
        await run.Store(Street.Unlabelled(80), Street.Unlabelled(81));
        await Tell(run, 1, [(81, 0.4, 3)]);

        await cluster.Silos.DeactivateAsync(run.Stream());

        Assert.Equal([null, 3], (await run.Stream().List(0, 10, false)).Select(i => i.Doubt?.ClassId));
    }

    [Fact]
    public async Task A_label_for_a_stored_image_needs_no_image_and_replaces_no_newer_label()
    {
        var run = await cluster.Define();
        await run.Store(Street.Unlabelled(90));
        var seen = await run.Ingest.Look([Hash(90)]);

        Assert.Equal(Street.Image(90), (await run.Ingest.Read(Hash(90))).Bytes);
        Assert.Equal(IngestOutcome.Stored, (await run.Ingest.Label(Hash(90), Street.Label(90), seen[0])).Outcome);
        Assert.Equal(IngestOutcome.AlreadyStored, (await run.Ingest.Label(Hash(90), Street.Label(90), seen[0])).Outcome);
        Assert.Equal(IngestOutcome.ChangedSince, (await run.Ingest.Label(Hash(90), Street.Label(91), seen[0])).Outcome);
        Assert.Equal(IngestOutcome.BadLabel, (await run.Ingest.Label(Hash(90), [1, 2, 3])).Outcome);
        Assert.Equal(Prcl.Contracts.RequestErrorCode.NoSuchImage, (await Assert.ThrowsAsync<Prcl.Contracts.PrclRequestException>(() => run.Ingest.Label(Hash(91), Street.Label(91)))).Code);
    }

    // A round is committed whose report tells of doubts.
    private async Task Tell(TestRun run, int partitions, (int Frame, double Mean, int ClassId)[] doubts)
    {
        var trainer = await new FakeTrainer(cluster, run, "doubter").Join();
        var told = new List<ReportedDoubts>();
        foreach (var part in doubts.GroupBy(d => Partitioning.Of(Hash(d.Frame), partitions)))
        {
            var images = await run.Stream(part.Key).Find([.. part.Select(d => Hash(d.Frame))]);
            var inOrder = part.Zip(images, (d, i) => (i!.Sequence, d.Mean, d.ClassId)).OrderBy(d => d.Sequence).ToArray();
            told.Add(new ReportedDoubts(
                part.Key, SequenceRanges.Pack(inOrder.Select(d => d.Sequence)), [.. inOrder.Select(d => DoubtLevel.Of(d.Mean))], [.. inOrder.Select(d => d.ClassId)]));
        }

        var next = await trainer.HandIn(await trainer.Write(1, 20) with { Doubts = [.. told] });
        await Task.WhenAll(Enumerable.Range(0, partitions).Select(p => run.Stream(p).CatchUp(next.Round)));
    }

    private static async Task<List<string>> All(ApiHost host, string run, string query)
    {
        var (all, cursor) = (new List<string>(), (string?)"");
        while (cursor is not null)
        {
            var part = await host.Http.Json($"/v1/runs/{run}/images?limit=4&{query}{(cursor.Length > 0 ? $"&cursor={cursor}" : "")}");
            all.AddRange(part.GetProperty("items").EnumerateArray().Select(i => i.GetProperty("sha256").GetString()!));
            cursor = part.GetProperty("next").GetString();
        }

        return all;
    }

    private static string Hash(int frame) => ContentHash.Of(Street.Image(frame)).ToString();
}
