using System.Collections.Concurrent;
using System.Diagnostics;
using Prcl.Contracts.Ingest;
using Prcl.Contracts.Runs;
using Prcl.Grains.Roles;
using Prcl.Grains.Traces;
using Prcl.Unit.Grains.Roles;
using Xunit;

namespace Prcl.Unit.Grains.Traces;

public sealed class LearningTraceTests
{
    // Spans of other tests' runs are heard too.
    private const string Run = "traced";

    [Fact]
    public async Task An_image_is_followed_from_its_push_to_the_round_that_learns_from_it_and_to_every_prototypes_merge()
    {
        var spans = new ConcurrentQueue<Activity>();
        using var camera = new ActivitySource("camera");
        using var listener = new ActivityListener
        {
            ShouldListenTo = s => s.Name is "camera" or LearningTraces.Name || s.Name.StartsWith("Microsoft.Orleans", StringComparison.Ordinal),
            Sample = (ref ActivityCreationOptions<ActivityContext> _) => ActivitySamplingResult.AllDataAndRecorded,
            ActivityStopped = spans.Enqueue,
        };
        ActivitySource.AddActivityListener(listener);
        await using var cluster = await RoleCluster.Traced(SiloRoles.State, SiloRoles.Trainer);
        var run = cluster.Grains.GetGrain<IRunGrain>(Run);
        await run.Create(TestRun.Request());

        ActivityTraceId pushed;
        using (var push = camera.StartActivity("push")!)
        {
            pushed = push.TraceId;
            await cluster.Grains.GetGrain<IIngestGrain>(Run).Push([Street.Labelled(0), Street.Labelled(1)]);
        }

        await Patience.Until(run.Status, s => s.Version > 1);
        var merges = await Patience.Until(() => Task.FromResult(Merges()), m => m.Length == Street.Classes.Count);

        var rounds = spans.Where(s => s.OperationName == "prcl.round" && Tag(s, "prcl.trainer").StartsWith(Run, StringComparison.Ordinal)).ToArray();
        var first = Assert.Single(rounds, r => r.Links.Any(l => l.Context.TraceId == pushed));
        Assert.Equal((default, "0"), (first.ParentSpanId, Tag(first, "prcl.round")));
        Assert.Contains(spans, s => s.TraceId == first.TraceId && s.OperationName.EndsWith("HandIn", StringComparison.Ordinal));
        var fold = Assert.Single(spans, s => s.OperationName == "prcl.fold" && s.TraceId == first.TraceId);
        Assert.Equal(first.SpanId, fold.ParentSpanId);
        Assert.Equal(Enumerable.Range(0, Street.Classes.Count), merges.Select(m => int.Parse(Tag(m, "prcl.class"), null)).Order());

        // Of the round that is linked to the push.
        Activity[] Merges() =>
        [
            .. from round in spans.Where(s => s.OperationName == "prcl.round" && s.Links.Any(l => l.Context.TraceId == pushed)).Take(1)
               from span in spans
               where span.OperationName == "prcl.merge" && span.TraceId == round.TraceId
               select span,
        ];
    }

    private static string Tag(Activity span, string name) => span.GetTagItem(name)?.ToString() ?? "";
}
