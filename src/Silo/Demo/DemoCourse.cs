using Prcl.Contracts;

namespace Prcl.Silo.Demo;

/// <summary>
/// The course of a demo whose run has been prepared: train, stop, ask. Whatever fails from here on becomes a note, so that
/// the report has what there is.
/// </summary>
/// <param name="session">Trains.</param>
/// <param name="finish">Asks.</param>
/// <param name="record">Takes notes.</param>
/// <param name="view">Says what is going on.</param>
internal sealed class DemoCourse(DemoSession session, DemoFinish finish, DemoRecord record, IProgressView view)
{
    /// <summary>Runs the course; an interruption shortens it to what takes seconds.</summary>
    public async Task Run(IReadOnlyList<DemoDomain> extra, CancellationToken cancellationToken)
    {
        await Attempt("training", () => view.Watch(show => session.Train(show, cancellationToken)));
        if (cancellationToken.IsCancellationRequested)
        {
            record.Ending = "it was interrupted";
        }
        else if (!record.EndedAsPlanned)
        {
            record.Failure ??= $"training ended early: {record.Ending}";
        }

        view.Say(record.Ending.Length > 0 ? $"training ended: {record.Ending}" : "training ended");
        await Attempt("stopping", session.Stop);
        view.Say($"{record.Steps} steps in {record.Trained.TotalSeconds:0} s; measuring version {record.Status?.Version} and asking the prototypes");
        await Attempt("final evaluation", () => finish.Evaluate(cancellationToken));
        foreach (var folder in extra)
        {
            await Attempt($"evaluation of {folder.Name}", () => finish.EvaluateExtra(folder, cancellationToken));
        }

        await Attempt("prediction", finish.Predict);
        await Attempt("virtual negatives", finish.DrawVirtualNegatives);
    }

    private async Task Attempt(string what, Func<Task> work)
    {
        try
        {
            await work();
        }
        catch (OperationCanceledException)
        {
            record.Notes.Add($"{what}: interrupted");
        }
        catch (Exception failure) when (failure is OrleansException or TimeoutException or PrclRequestException or IOException or InvalidDataException or Images.Datasets.DatasetException)
        {
            record.Failure ??= $"{what} failed: {failure.Message}";
            record.Notes.Add($"{what} failed: {failure.Message}");
        }
    }
}
