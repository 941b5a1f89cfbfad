namespace Prcl.Learning.Alarms;

/// <summary>An alarm that begins or ends with a round.</summary>
/// <param name="Sign">Which.</param>
/// <param name="Begins">Whether it begins; it ends otherwise.</param>
/// <param name="Text">What was found, in one line.</param>
public sealed record AlarmChange(CollapseSign Sign, bool Begins, string Text);
