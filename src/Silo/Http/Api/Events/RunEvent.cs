using Prcl.Contracts.Runs;

namespace Prcl.Silo.Http.Api.Events;

/// <summary>What is told of a run when it has changed; who wants more asks for the status.</summary>
/// <param name="Run">The run.</param>
/// <param name="Round">The open round.</param>
/// <param name="Images">Images in its log.</param>
/// <param name="Phase">What it is doing.</param>
/// <param name="Alarms">How many signs of a collapse it shows.</param>
internal sealed record RunEvent(string Run, long Round, long Images, RunPhase Phase, int Alarms)
{
    /// <summary>The event of a status.</summary>
    public static RunEvent Of(RunStatus status) => new(status.Name, status.Round, status.Images.Stored, status.Phase, status.Alarms?.Length ?? 0);
}
