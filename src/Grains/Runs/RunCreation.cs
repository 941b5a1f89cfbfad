using Prcl.Contracts;
using Prcl.Contracts.Runs;
using Prcl.Grains.Blobs;
using Prcl.Grains.Limits;
using Prcl.Grains.Models;
using Prcl.Images.Datasets;
using Prcl.Learning.Checkpoints;
using Prcl.Learning.Settings;

namespace Prcl.Grains.Runs;

/// <summary>Creates runs: checks everything, makes the initial model, and writes the run last, so that half a run is none.</summary>
/// <param name="runs">The runs as created.</param>
/// <param name="models">Where the initial model goes.</param>
/// <param name="weights">What a run may begin with.</param>
/// <param name="limits">How many runs there may be, and how many classes each.</param>
/// <param name="time">Tells the time.</param>
public sealed class RunCreation(RunStore runs, ModelStore models, RunWeights weights, SiloLimits limits, TimeProvider time)
{
    /// <summary>Creates a run, or answers the one that was created meanwhile.</summary>
    /// <exception cref="PrclRequestException">The name, the classes, a setting or the weights file breaks its rule; nothing is stored.</exception>
    /// <exception cref="BlobStorageException">The storage failed; asking again is right.</exception>
    /// <param name="name">Its name.</param>
    /// <param name="request">What is asked for.</param>
    /// <param name="origin">The checkpoint that it begins with; null: weights as its settings say.</param>
    /// <param name="prepare">What must be done before there is a run, when all is checked.</param>
    public async Task<RunRecord> Create(string name, RunRequest request, string? origin, Func<RunRecord, Task> prepare)
    {
        NewRunRules.CheckName(name);
        var run = Check(name, await runs.Generation(name), request);
        if (await runs.FindSimilar(name) is { } similar)
        {
            throw new PrclRequestException($"Run '{name}' can't be created: there is a run '{similar}', and names must differ in more than the case of letters.") { Code = RequestErrorCode.RunExists };
        }

        if (limits.Runs > 0 && await runs.Count() is var count && count >= limits.Runs)
        {
            throw new PrclRequestException($"Run '{name}' can't be created: there are {count} runs, and the silo lets there be at most {limits.Runs} (max-runs).") { Code = RequestErrorCode.LimitReached };
        }

        await prepare(run);
        await WriteInitialModel(run, origin);
        try
        {
            await runs.Create(run);
            return run;
        }
        catch (Exception failure) when (failure is BlobConflictException or BlobStorageException)
        {
            // Somebody else was first, the answer was lost, or it failed: the blob tells.
            if (await runs.Find(name) is { } created)
            {
                await WriteInitialModel(created, origin);
                return created;
            }

            await models.Remove(ModelStore.InitialModel(run.Id));
            throw;
        }
    }

    /// <summary>Refuses a request that differs from the run that exists.</summary>
    /// <exception cref="PrclRequestException">A class or a setting differs (named).</exception>
    public static void RequireSame(RunRecord run, RunRequest request)
    {
        var name = run.Description.Name;
        try
        {
            if (!ClassList.Parse(request.ClassesJson, "classes").Equals(run.Classes))
            {
                throw new PrclRequestException($"Run '{name}' exists with other classes; the classes of a run are fixed.") { Code = RequestErrorCode.RunExists };
            }

            if (request.From != run.Description.From)
            {
                throw new PrclRequestException($"Run '{name}' exists, and began with {Origin(run.Description.From)}, not with {Origin(request.From)}.") { Code = RequestErrorCode.RunExists };
            }

            var asked = SettingCatalogue.Write(SettingCatalogue.Read(request.Settings, "request"));
            var existing = SettingCatalogue.Write(run.Settings);
            var different = asked.FirstOrDefault(s => existing[s.Key] != s.Value);
            if (different.Key is not null)
            {
                throw new PrclRequestException($"Run '{name}' exists with {different.Key} {existing[different.Key]}, not {different.Value}.") { Code = RequestErrorCode.RunExists };
            }
        }
        catch (Exception error) when (error is SettingsException or DatasetException)
        {
            throw new PrclRequestException(error.Message) { Code = RequestErrorCode.BadValue };
        }
    }

    private RunRecord Check(string name, int generation, RunRequest request)
    {
        try
        {
            var settings = SettingCatalogue.Read(request.Settings, $"run '{name}'");
            var classes = ClassList.Parse(request.ClassesJson, "classes");
            NewRunRules.CheckClasses(classes, limits.Classes);
            return new RunRecord(new RunDescription(name, classes.ToJson(), SettingCatalogue.Write(settings), time.GetUtcNow().UtcDateTime, 0, Generation: generation, From: request.From));
        }
        catch (Exception error) when (error is SettingsException or DatasetException)
        {
            throw new PrclRequestException(error.Message) { Code = RequestErrorCode.BadValue };
        }
    }

    private static string Origin(ModelOrigin? from) => from is null ? "no other run's version" : $"version {from.Version} of run '{from.Run}'";

    private async Task WriteInitialModel(RunRecord run, string? origin)
    {
        using var model = origin is null ? await Task.Run(() => InitialModels.Make(run, weights)) : await Copied(run, origin);
        await models.Write(ModelStore.InitialModel(run.Id), model);
    }

    private async Task<NamedTensors> Copied(RunRecord run, string origin)
    {
        using var from = await models.Read(origin);
        return await Task.Run(() => InitialModels.Copy(run, from));
    }
}
