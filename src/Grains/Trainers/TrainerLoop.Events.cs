using Microsoft.Extensions.Logging;

namespace Prcl.Grains.Trainers;

/// <content>What a trainer logs.</content>
internal sealed partial class TrainerLoop
{
    [LoggerMessage(Level = LogLevel.Error, Message = "Trainer {Trainer} failed")]
    private partial void LogFailed(Exception failure, string trainer);

    [LoggerMessage(Level = LogLevel.Warning, Message = "Trainer {Trainer}: {Note}")]
    private partial void LogUnsuited(string trainer, string note);

    [LoggerMessage(Level = LogLevel.Warning, Message = "Trainer {Trainer} left without being heard: {Reason}")]
    private partial void LogLeftUnheard(string trainer, string reason);
}
