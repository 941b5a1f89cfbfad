using Prcl.Contracts.Requests;
using Prcl.Contracts.Security;

namespace Prcl.Contracts.Runs;

/// <summary>One run: its settings, members, open round and model versions. Key: the run's name.</summary>
[Alias("prcl.IRunGrain")]
public interface IRunGrain : IGrainWithStringKey
{
    /// <summary>
    /// Creates the run. Asking again with the same request answers the same description, so a repeat is harmless.
    /// </summary>
    /// <exception cref="PrclRequestException">A name, class list, setting or weights file breaks its rule, or the run
    /// exists with another request.</exception>
    [Alias("Create"), ForClients]
    Task<RunDescription> Create(RunRequest request);

    /// <summary>The run as it was created; null when there is none of this name.</summary>
    [Alias("Describe"), ForClients]
    Task<RunDescription?> Describe();

    /// <summary>The run at this moment.</summary>
    /// <exception cref="PrclRequestException">No such run.</exception>
    [Alias("Status"), ForClients]
    Task<RunStatus> Status();

    /// <summary>Starts or goes on training.</summary>
    /// <exception cref="PrclRequestException">No such run.</exception>
    [Alias("Start"), ForClients]
    Task Start();

    /// <summary>Stops training after the open step; what the open round has learned is handed in first.</summary>
    /// <exception cref="PrclRequestException">No such run.</exception>
    [Alias("Stop"), ForClients]
    Task Stop();

    /// <summary>A trainer joins, or joins again after a restart, under a new incarnation.</summary>
    /// <exception cref="PrclRequestException">No such run.</exception>
    [Alias("Join")]
    Task<RoundAssignment> Join(string trainer);

    /// <summary>
    /// A member says that it lives, and learns which round is open. An incarnation that isn't a member any more is told so
    /// (<see cref="RoundAssignment.Fenced"/>).
    /// </summary>
    [Alias("Renew")]
    Task<RoundAssignment> Renew(string trainer, long incarnation);

    /// <summary>
    /// A member hands in the report of the round; answers when that round is committed, or after some seconds with the round still open:
    /// then it hands in again. A repeat is harmless.
    /// </summary>
    [Alias("HandIn")]
    Task<RoundAssignment> HandIn(RoundReport report);

    /// <summary>A member leaves after its last report; its leases have been returned.</summary>
    [Alias("Leave")]
    Task Leave(string trainer, long incarnation, string reason);

    /// <summary>A member can't go on. The others do; when it was the last one, the run stops with the reason in its status.</summary>
    /// <returns>Whether the run goes on without it.</returns>
    [Alias("Fail")]
    Task<bool> Fail(string trainer, long incarnation, string reason);

    /// <summary>The assignment of the open round without joining: for predictors, evaluators and prototypes.</summary>
    [Alias("Current"), ForClients]
    Task<RoundAssignment> Current();

    /// <summary>The manifest of a committed round as JSON; null when the round isn't committed (or was thinned away).</summary>
    [Alias("Manifest"), ForClients]
    Task<string?> Manifest([Whole(0)] long round);

    /// <summary>What the run looked like when its rounds after one were committed, oldest first; thinned, so that it spans the whole run.</summary>
    /// <exception cref="PrclRequestException">No such run.</exception>
    [Alias("Metrics"), ForClients]
    Task<MetricsPoint[]> Metrics([Whole(-1)] long afterRound);

    /// <summary>A kept model version by number or alias (<c>latest</c>, <c>best</c>, <c>measured</c>, <c>serving</c>); null when there is none.</summary>
    [Alias("Model"), ForClients]
    Task<ModelReference?> Model([Name] string versionOrAlias);

    /// <summary>Moves an alias to a version; used by the evaluator for <c>best</c> and <c>measured</c>, and by people for <c>serving</c>.</summary>
    /// <exception cref="PrclRequestException">No such run or version.</exception>
    [Alias("MoveAlias"), ForClients]
    Task MoveAlias([Name] string alias, [Whole(0)] long version);

    /// <summary>Takes an alias away; one that isn't there is fine. Without <c>serving</c> predictors serve the newest version.</summary>
    /// <exception cref="PrclRequestException">No such run.</exception>
    [Alias("RemoveAlias"), ForClients]
    Task RemoveAlias([Name] string alias);

    /// <summary>Every kept version, oldest first.</summary>
    /// <exception cref="PrclRequestException">No such run.</exception>
    [Alias("Models"), ForClients]
    Task<ModelSummary[]> Models();

    /// <summary>
    /// Rolls training back: begins a new epoch from a kept version, prototypes included. Every incarnation so far is fenced,
    /// and what its open round has learned is lost; images stay as they are.
    /// </summary>
    /// <param name="version">A kept version.</param>
    /// <param name="epoch">The run's epoch as the caller knows it, so that a repeat changes nothing.</param>
    /// <returns>The open round of the new epoch.</returns>
    /// <exception cref="PrclRequestException">No such run or version, or the run has been rolled back otherwise meanwhile.</exception>
    [Alias("RollBack"), ForClients]
    Task<RoundAssignment> RollBack([Whole(0)] long version, [Whole(0)] int epoch);

    /// <summary>
    /// Changes settings of those that may change while a run exists. Trainers take them up with their next round, and its manifest says so.
    /// </summary>
    /// <param name="settings">Name → text.</param>
    /// <param name="revision">The run's revision as the caller knows it, so that a repeat changes nothing.</param>
    /// <returns>The run with its new settings.</returns>
    /// <exception cref="PrclRequestException">No such run, a setting that is unknown, out of range or fixed (with the reason), or the settings were changed
    /// otherwise meanwhile. Nothing is changed.</exception>
    [Alias("Change"), ForClients]
    Task<RunDescription> Change([Count(1000), Text(1000)] Dictionary<string, string> settings, [Whole(0)] int revision);

    /// <summary>Gives the run another name for people; its own one stays what everything is stored under. A repeat is harmless.</summary>
    /// <param name="shown">The name; its own: none but that.</param>
    /// <returns>The run with it.</returns>
    /// <exception cref="PrclRequestException">No such run, or another run is called so, or shown so; nothing is changed.</exception>
    [Alias("Rename"), ForClients]
    Task<RunDescription> Rename([Name] string shown);

    /// <summary>What a deletion of the run would free.</summary>
    /// <exception cref="PrclRequestException">No such run.</exception>
    [Alias("Footprint"), ForClients]
    Task<RunFootprint> Footprint();

    /// <summary>
    /// Deletes the run, whatever works for it: its trainers are fenced, and its name is free. Its files are removed in the background. Nothing brings it back.
    /// </summary>
    /// <param name="generation">The run that is meant (<see cref="RunDescription.Generation"/>): a repeat leaves a later one of its name alone.</param>
    /// <exception cref="PrclRequestException">No such run.</exception>
    [Alias("Delete"), ForClients]
    Task Delete([Whole(0)] int generation);
}
