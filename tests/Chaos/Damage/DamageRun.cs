using System.Diagnostics;
using Prcl.Grains.Blobs;
using Prcl.Grains.Checks;

namespace Prcl.Chaos.Damage;

/// <summary>Damages one file of a sound store after the other, each time of a fresh copy, and looks whether the check finds it and the repair mends it.</summary>
/// <param name="options">What a person asks for.</param>
/// <param name="timeline">Where it is told.</param>
internal sealed class DamageRun(DamageOptions options, Timeline timeline)
{
    private readonly DamageReport _report = new();

    /// <summary>Does all damages.</summary>
    /// <param name="template">The sound store.</param>
    public async Task<DamageReport> Verdict(string template)
    {
        var random = new Random(options.Seed);
        var deck = new DamageDeck(template, random);
        timeline.Say(string.Join(", ", deck.Kinds.Select(k => $"{k.Files} of {k.Kind}")));
        StoreSnapshot sound;
        using (var blobs = new FileBlobStore(template))
        {
            sound = await StoreSnapshot.Read(blobs);
            if (await new StoreCheck(blobs, TimeProvider.System).Look() is { Count: > 0 } faults)
            {
                throw new InvalidOperationException($"the sound store isn't: {string.Join("; ", faults.Select(f => $"{f.Blob}: {f.Fault}"))}");
            }
        }

        var (copy, between) = ($"{template}-copy", options.Silos == 0 ? int.MaxValue : Math.Max(1, options.Damages / options.Silos));
        for (var i = 0; i < options.Damages; i++)
        {
            await Copy(template, copy);
            var (file, damage) = deck.Deal(copy);
            Count(file, damage);
            if (i % between == between - 1)
            {
                _report.Silos++;
                _report.NamedBySilo += await DamagedSilo.Names(copy, timeline) ? 1 : 0;
                await Redo(template, copy, file);
            }

            var isMended = await Look(copy, sound, $"{damage} of {file}");
            if (i % between == between - 1 && isMended)
            {
                var trains = await DamagedSilo.TrainsOn(copy, timeline);
                (_report.TrainedOn, _report.Stuck) = (_report.TrainedOn + (trains ? 1 : 0), _report.Stuck + (trains ? 0 : 1));
                timeline.Say($"  {damage} of {file}: mended, {(trains ? "trains on" : "STUCK")}");
            }
        }

        Directory.Delete(copy, recursive: true);
        return _report;
    }

    private async Task<bool> Look(string copy, StoreSnapshot sound, string what)
    {
        using var blobs = new FileBlobStore(copy);
        var check = new StoreCheck(blobs, TimeProvider.System);
        var found = await check.Look();
        if (found.Count == 0)
        {
            var isSilent = await Difference(blobs, sound) != LossKinds.None;
            (_report.Silent, _report.Harmless) = (_report.Silent + (isSilent ? 1 : 0), _report.Harmless + (isSilent ? 0 : 1));
            Tell(isSilent, $"SILENT: {what}", []);
            return true;
        }

        var announced = found.Aggregate(LossKinds.None, (all, f) => all | f.Loss.Kinds);
        await check.Repair();
        var left = await check.Look();
        if (announced.HasFlag(LossKinds.Run))
        {
            _report.Hopeless++;
            return false;
        }

        if (left.Count > 0)
        {
            _report.Stuck++;
            Tell(true, $"STUCK: {what}", left);
            return false;
        }

        var lost = await Difference(blobs, sound) & ~announced;
        _report.LossesOtherThanAnnounced += lost == LossKinds.None ? 0 : 1;
        _report.MendedWhole += announced == LossKinds.None ? 1 : 0;
        Tell(lost != LossKinds.None, $"LOST {lost} instead of {announced}: {what}", found);
        return true;
    }

    private void Tell(bool isWrong, string what, IReadOnlyList<Finding> findings)
    {
        if (isWrong)
        {
            timeline.Say(what);
            foreach (var finding in findings)
            {
                timeline.Say($"    {finding.Blob}: {finding.Fault}; loses {finding.Loss.Text}");
            }
        }
    }

    // What can't even be read has changed altogether.
    private static async Task<LossKinds> Difference(IBlobStore blobs, StoreSnapshot sound)
    {
        try
        {
            return sound.Difference(await StoreSnapshot.Read(blobs));
        }
        catch (Exception failure) when (failure is not OutOfMemoryException)
        {
            return LossKinds.Run;
        }
    }

    private void Count(string file, DamageKind damage)
    {
        _report.Damages++;
        var kind = DamageDeck.KindOf(file);
        _report.ByFile[kind] = _report.ByFile.GetValueOrDefault(kind) + 1;
        _report.ByDamage[$"{damage}"] = _report.ByDamage.GetValueOrDefault($"{damage}") + 1;
        if (_report.Damages % 100 == 0)
        {
            timeline.Say($"{_report.Damages} damages: {_report.Silent} silent, {_report.Stuck} stuck, {_report.LossesOtherThanAnnounced} other losses");
        }
    }

    // A store that a silo has used is no longer the one that was damaged.
    private static async Task Redo(string template, string copy, string file)
    {
        var damaged = Path.Combine(Path.GetDirectoryName(template)!, Path.GetRandomFileName());
        var isThere = File.Exists(Path.Combine(copy, file));
        if (isThere)
        {
            File.Copy(Path.Combine(copy, file), damaged);
        }

        await Copy(template, copy);
        File.Delete(Path.Combine(copy, file));
        if (isThere)
        {
            File.Move(damaged, Path.Combine(copy, file));
        }
    }

    // Files that are replaced are shared; logs are appended to in place, so they are copied.
    private static async Task Copy(string from, string to)
    {
        if (Directory.Exists(to))
        {
            Directory.Delete(to, recursive: true);
        }

        await Run("cp", "-al", from, to);
        foreach (var log in Directory.EnumerateFiles(to, "*.log", SearchOption.AllDirectories))
        {
            var bytes = await File.ReadAllBytesAsync(log);
            File.Delete(log);
            await File.WriteAllBytesAsync(log, bytes);
        }
    }

    private static async Task Run(string program, params string[] arguments)
    {
        using var process = Process.Start(program, arguments);
        await process.WaitForExitAsync();
        if (process.ExitCode != 0)
        {
            throw new IOException($"{program} {string.Join(' ', arguments)} ended with {process.ExitCode}");
        }
    }
}
