namespace Prcl.Grains.Removal;

/// <summary>Removes what a deleted run has left. Key: the run's id.</summary>
[Alias("prcl.IRunSweepGrain")]
public interface IRunSweepGrain : IGrainWithStringKey
{
    /// <summary>Goes as far as is possible now; a repeat is harmless, and a run that wasn't deleted is left alone.</summary>
    /// <returns>Whether nothing is left to do.</returns>
    [Alias("Sweep")]
    Task<bool> Sweep();
}
