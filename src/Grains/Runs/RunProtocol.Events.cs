using Microsoft.Extensions.Logging;

namespace Prcl.Grains.Runs;

/// <content>What a run logs.</content>
internal sealed partial class RunProtocol
{
    [LoggerMessage(Level = LogLevel.Information, Message = "Run {Run}: {Trainer} joined as incarnation {Incarnation}")]
    private partial void LogJoined(string run, string trainer, long incarnation);

    [LoggerMessage(Level = LogLevel.Information, Message = "Run {Run}: {Trainer} left: {Reason}")]
    private partial void LogLeft(string run, string trainer, string reason);

    [LoggerMessage(Level = LogLevel.Error, Message = "Run {Run}: {Trainer} has failed, the others go on: {Reason}")]
    private partial void LogGoesOnWithout(string run, string trainer, string reason);

    [LoggerMessage(Level = LogLevel.Error, Message = "Run {Run}: {Trainer} can't go on: {Reason}")]
    private partial void LogFailed(string run, string trainer, string reason);

    [LoggerMessage(Level = LogLevel.Information, Message = "Run {Run}: round {Round} committed {Reports} report(s), clock {Clock}")]
    private partial void LogClosed(string run, long round, int reports, long clock);

    [LoggerMessage(Level = LogLevel.Information, Message = "Run {Run}: rolled back to version {Version}; epoch {Epoch} begins with round {Round}")]
    private partial void LogRolledBack(string run, long version, int epoch, long round);

    [LoggerMessage(Level = LogLevel.Warning, Message = "Run {Run}: ALARM {Alarm}: {Text}")]
    private partial void LogAlarm(string run, string alarm, string text);

    [LoggerMessage(Level = LogLevel.Warning, Message = "Run {Run}: alarm {Alarm} has ended")]
    private partial void LogAlarmEnds(string run, string alarm);

    [LoggerMessage(Level = LogLevel.Warning, Message = "Run {Run}: round {Round} can't be committed now: {Reason}")]
    private partial void LogNotClosed(string run, long round, string reason);

    [LoggerMessage(Level = LogLevel.Error, Message = "Run {Run}: round {Round} can't be committed or folded, and nobody foresaw why; it is tried again")]
    private partial void LogUnforeseen(Exception failure, string run, long round);

    [LoggerMessage(Level = LogLevel.Warning, Message = "Run {Run}: not every grain has folded the rounds below {Round} yet: {Reason}")]
    private partial void LogNotFolded(string run, long round, string reason);
}
