using Prcl.Grains.Blobs;
using Prcl.Grains.Logs;
using Prcl.Grains.Streams;

namespace Prcl.Grains.Checks.Logs;

/// <summary>
/// A partition's image log. A damaged one is written anew from its sound frames; what is lost leaves a gap in the numbers, so that labels and trained
/// marks still belong to the images that they were given to.
/// </summary>
/// <param name="blobs">The store.</param>
/// <param name="run">The run's name.</param>
/// <param name="partition">The partition.</param>
/// <param name="time">Tells the time.</param>
internal sealed class LogCheck(IBlobStore blobs, string run, int partition, TimeProvider time) : ICheckPart
{
    private LogScan _scan = null!;
    private long _confirmed;
    private string? _witnessFault;
    private bool _isInterrupted;

    /// <summary>The log's name.</summary>
    public string Log { get; } = StreamPartition.LogOf(run, partition);

    /// <summary>The log's records as far as they are sound.</summary>
    public IReadOnlyList<StreamRecord> Records { get; private set; } = [];

    /// <inheritdoc/>
    public async Task<IReadOnlyList<Finding>> Look()
    {
        _isInterrupted = await LogRebuild.IsWritten(blobs, Log);
        _scan = await LogScan.Read(blobs, Log);
        (var witness, _witnessFault) = await Reading.Try(async () => (object?)await new LogWitness(blobs, Log, time).Read(CancellationToken.None));
        _confirmed = witness as long? ?? 0;
        Records = [.. _scan.Frames.SelectMany(f => f.Records).Select(r => StreamRecord.Decode(r))];
        return [.. Findings()];
    }

    /// <inheritdoc/>
    public async Task Repair()
    {
        if (!_isInterrupted)
        {
            if (_scan.Faults.Count == 0 && _scan.End >= _confirmed)
            {
                // Only the witness.
                await new LogWitness(blobs, Log, time).Write(_scan.End, CancellationToken.None);
                return;
            }

            await LogRebuild.Write(blobs, Log, _scan, Math.Max(_scan.End, _confirmed), time);
        }

        await LogRebuild.Replace(blobs, Log, time);
        await Look();
    }

    private IEnumerable<Finding> Findings()
    {
        if (_isInterrupted)
        {
            yield return new Finding(Log, "a repair was interrupted", Loss.Nothing);
            yield break;
        }

        if (_witnessFault is not null)
        {
            yield return new Finding(LogWitness.BlobOf(Log), _witnessFault, Loss.Nothing);
        }

        var lost = Math.Max(_scan.End, _confirmed) - Records.Count;
        var loss = lost > 0
            ? new Loss(LossKinds.Records, $"{lost} records of images, labels or deletions: push the images again, those that are held are skipped")
            : Loss.Nothing;
        foreach (var (segment, fault) in _scan.Faults)
        {
            yield return new Finding(segment, fault, loss);
        }

        if (_scan.Faults.Count == 0 && _scan.End < _confirmed)
        {
            yield return new Finding(AppendLog.SegmentName(Log, 0), $"the log ends after {_scan.End} records, but {_confirmed} had been confirmed", loss);
        }
    }
}
