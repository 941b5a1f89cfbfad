using Microsoft.Extensions.Logging;
using Prcl.Grains.Backups;
using Prcl.Grains.Blobs;
using Prcl.Grains.Roles;
using Prcl.Grains.Runs;

namespace Prcl.Grains.Removal;

/// <summary>The actor around a <see cref="RunSweep"/>: one at a time, and what it has seen is remembered from look to look.</summary>
[RequiresRole(SiloRoles.State)]
public sealed partial class RunSweepGrain(
    Tombstones tombstones, IBlobStore blobs, RunStore runs, BackupPins pins, TimeProvider time, ILogger<RunSweepGrain> logger) : Grain, IRunSweepGrain
{
    private RunSweep? _sweep;

    /// <inheritdoc/>
    public async Task<bool> Sweep()
    {
        var id = this.GetPrimaryKeyString();
        if (_sweep is null)
        {
            if (await tombstones.Find(id) is not { IsSwept: false } run)
            {
                return true;
            }

            _sweep = new RunSweep(run, tombstones, blobs, new FileReferences(runs, GrainFactory).Look, time, pins.AreHeld);
        }

        if (!await _sweep.Sweep())
        {
            return false;
        }

        if (_sweep.Lost is { } lost)
        {
            LogLost(id, lost);
        }

        LogSwept(id);
        DeactivateOnIdle();
        return true;
    }

    [LoggerMessage(Level = LogLevel.Information, Message = "Run {Run}: deleted, and nothing of it is left")]
    private partial void LogSwept(string run);

    [LoggerMessage(Level = LogLevel.Warning, Message = "Run {Run}: deleted, but files of its images stay, since the log that names them is damaged: {Reason}")]
    private partial void LogLost(string run, string reason);
}
