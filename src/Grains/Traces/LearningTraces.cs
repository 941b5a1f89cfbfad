using System.Diagnostics;

namespace Prcl.Grains.Traces;

/// <summary>
/// The spans of learning, for whoever listens to the source: a trainer's round, which is linked to the pushes that it learned from first, and beneath it
/// what the round led to, over silos: its fold and each prototype's merge.
/// </summary>
public static class LearningTraces
{
    /// <summary>The source's name.</summary>
    public const string Name = "Prcl";

    /// <summary>Pushes that a round is linked to, at most.</summary>
    internal const int MostLinks = 32;

    private static readonly ActivitySource Source = new(Name);

    /// <summary>The span that is open here, as it is sent along; null where nobody listens or it isn't kept.</summary>
    internal static string? Here => Activity.Current is { Recorded: true } span ? Text(span.Context) : null;

    /// <summary>A trainer's round, from its first step on. It is nobody's child: what it learned from was pushed by many.</summary>
    /// <param name="trainer">The trainer's key.</param>
    /// <param name="round">The round.</param>
    /// <param name="begun">When its first step was made.</param>
    /// <param name="steps">Its steps.</param>
    /// <param name="pushes">The pushes that it learned from and no round of this trainer before it, at most <see cref="MostLinks"/>.</param>
    /// <returns>The span, until it is disposed; null where nobody listens.</returns>
    internal static Activity? Round(string trainer, long round, DateTimeOffset begun, int steps, IEnumerable<string> pushes) => Source.HasListeners()
        ? Source.StartActivity(
            ActivityKind.Internal,
            parentContext: default,
            [new("prcl.trainer", trainer), new("prcl.round", round), new("prcl.steps", steps)],
            [.. pushes.Select(Parsed).OfType<ActivityContext>().Select(c => new ActivityLink(c))],
            begun,
            "prcl.round")
        : null;

    /// <summary>What follows a committed round: prototypes and streams take it over.</summary>
    /// <param name="run">The run.</param>
    /// <param name="round">The round below which all are folded.</param>
    /// <param name="reports">The rounds of the trainers that are in it: the span is the first one's child, and linked to the others.</param>
    internal static Activity? Fold(string run, long round, IReadOnlyList<string> reports)
    {
        if (!Source.HasListeners())
        {
            return null;
        }

        ActivityContext[] contexts = [.. reports.Select(Parsed).OfType<ActivityContext>()];
        return Source.StartActivity(
            ActivityKind.Internal, contexts.FirstOrDefault(), [new("prcl.run", run), new("prcl.round", round)], [.. contexts.Skip(1).Take(MostLinks).Select(c => new ActivityLink(c))], name: "prcl.fold");
    }

    /// <summary>A prototype merges the sums of the rounds below one.</summary>
    internal static Activity? Merge(string run, int classId, long round)
    {
        var span = Source.StartActivity("prcl.merge");
        span?.SetTag("prcl.run", run).SetTag("prcl.class", classId).SetTag("prcl.round", round);
        return span;
    }

    private static ActivityContext? Parsed(string text) => ActivityContext.TryParse(text, null, isRemote: true, out var context) ? context : null;

    // W3C's traceparent.
    private static string Text(ActivityContext context) => $"00-{context.TraceId.ToHexString()}-{context.SpanId.ToHexString()}-01";
}
