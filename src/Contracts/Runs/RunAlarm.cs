namespace Prcl.Contracts.Runs;

/// <summary>A sign that learning has collapsed, as long as it holds.</summary>
/// <param name="Kind">Which, in kebab case: <c>class-shares</c>, <c>false-certainty</c> or <c>prototype-drift</c>.</param>
/// <param name="Text">What was found last, in one line.</param>
/// <param name="SinceRound">The round with which it became an alarm.</param>
[GenerateSerializer, Immutable, Alias("prcl.run-alarm")]
public sealed record RunAlarm([property: Id(0)] string Kind, [property: Id(1)] string Text, [property: Id(2)] long SinceRound);
