using Microsoft.Extensions.Logging;

namespace Prcl.Grains.Trainers;

/// <content>What a trainer logs.</content>
internal sealed partial class TrainerLoop
{
    private LongWait? _waiting;

    private LongWait Waiting => _waiting ??= new LongWait(Progress.Hold, reason => LogWaits(key, reason), time);

    [LoggerMessage(Level = LogLevel.Error, Message = "Trainer {Trainer} failed")]
    private partial void LogFailed(Exception failure, string trainer);

    [LoggerMessage(Level = LogLevel.Warning, Message = "Trainer {Trainer}: {Note}")]
    private partial void LogUnsuited(string trainer, string note);

    [LoggerMessage(Level = LogLevel.Warning, Message = "Trainer {Trainer} waits: {Reason}")]
    private partial void LogWaits(string trainer, string reason);

    [LoggerMessage(Level = LogLevel.Warning, Message = "Trainer {Trainer} could not free its tensors: {Reason}")]
    private partial void LogNotFreed(string trainer, string reason);
}
