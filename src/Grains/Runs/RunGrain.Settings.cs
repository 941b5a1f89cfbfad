using Microsoft.Extensions.Logging;
using Prcl.Contracts.Runs;

namespace Prcl.Grains.Runs;

/// <content>Settings that change while the run exists.</content>
public sealed partial class RunGrain
{
    /// <inheritdoc/>
    public async Task<RunDescription> Change(Dictionary<string, string> settings, int revision)
    {
        var protocol = Protocol;
        var changed = await history.Change(_created!, settings, revision);
        if (protocol == _protocol && changed.Description.Revision > Run.Description.Revision)
        {
            _run = changed;
            protocol.Use(changed);
            foreach (var (setting, value) in settings)
            {
                LogChanged(Name, changed.Description.Revision, setting, value);
            }
        }

        return Described(changed);
    }

    [LoggerMessage(Level = LogLevel.Information, Message = "Run {Run}: revision {Revision} of its settings has {Setting} = {Value}")]
    private partial void LogChanged(string run, int revision, string setting, string value);
}
