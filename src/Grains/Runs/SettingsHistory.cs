using System.Globalization;
using System.Text.Json;
using Prcl.Contracts;
using Prcl.Grains.Blobs;
using Prcl.Learning.Settings;

namespace Prcl.Grains.Runs;

/// <summary>
/// The changes of runs' settings: one blob each, numbered, written only where there is none of that number, and kept. So no crash loses a change that
/// was answered, and no repeat makes a second one.
/// </summary>
/// <param name="blobs">Where they are.</param>
/// <param name="time">Tells the time.</param>
public sealed class SettingsHistory(IBlobStore blobs, TimeProvider time)
{
    private const string Format = "prcl.settings";

    /// <summary>The run with the settings that it has now.</summary>
    /// <param name="created">The run as it was created.</param>
    /// <exception cref="InvalidDataException">The newest change is damaged or of another version.</exception>
    /// <exception cref="BlobStorageException">The storage failed, or the newest change is damaged.</exception>
    public async Task<RunRecord> Current(RunRecord created)
    {
        var newest = await blobs.List(FolderOf(created.Id)).LastOrDefaultAsync();
        return newest.Name is null ? created : With(created, await Read(newest.Name));
    }

    /// <summary>Changes settings.</summary>
    /// <param name="created">The run as it was created.</param>
    /// <param name="changes">Name → text.</param>
    /// <param name="revision">The revision that the caller knows; a repeat finds its own change.</param>
    /// <returns>The run with its new settings.</returns>
    /// <exception cref="PrclRequestException">A setting is unknown, out of range or fixed, or the settings were changed otherwise meanwhile.</exception>
    /// <exception cref="BlobStorageException">The storage failed; whether they are changed is unknown, and asking again is right.</exception>
    public async Task<RunRecord> Change(RunRecord created, IReadOnlyDictionary<string, string> changes, int revision)
    {
        while (true)
        {
            var now = await Current(created);
            var before = now.Description.Settings;
            var after = SettingCatalogue.Write(Checked(now, changes));
            var different = after.Where(s => s.Value != before.GetValueOrDefault(s.Key)).ToDictionary(s => s.Key, s => s.Value, StringComparer.Ordinal);
            if (now.Description.Revision == revision + 1 && different.Count == 0)
            {
                // This call's earlier try, or the same wish of somebody else.
                return now;
            }

            if (now.Description.Revision != revision)
            {
                throw new PrclRequestException(
                    $"The settings of run '{created.Description.Name}' were changed meanwhile: they are at revision {now.Description.Revision}, not {revision}. Look at them, and ask again.")
                { Code = RequestErrorCode.Overtaken };
            }

            if (different.Count == 0)
            {
                return now;
            }

            try
            {
                var next = new SettingsRevision(revision + 1, time.GetUtcNow().UtcDateTime, different, after);
                await blobs.Write(BlobOf(created.Id, next.Revision), Encode(next), BlobCondition.MustNotExist);
                return With(created, next);
            }
            catch (BlobConflictException)
            {
                // Somebody was first: the next look tells whether it was this change.
            }
        }
    }

    /// <summary>The blob of a change.</summary>
    internal static string BlobOf(string id, int revision) => string.Create(CultureInfo.InvariantCulture, $"{FolderOf(id)}{revision:D6}.json");

    /// <summary>The folder of a run's changes.</summary>
    internal static string FolderOf(string id) => $"runs/{id}/settings/";

    /// <summary>A change that is stored.</summary>
    /// <inheritdoc cref="Current"/>
    internal async Task<SettingsRevision> Read(string blob)
    {
        var content = await blobs.Read(blob) ?? throw new InvalidDataException($"{blob} is missing, and it was there a moment ago.");
        try
        {
            var envelope = JsonSerializer.Deserialize<Envelope>(content.Bytes, JsonSerializerOptions.Web);
            return envelope is { Format: Format, Version: 1, Change: not null }
                ? envelope.Change with { Settings = FormerSettings.Renew(envelope.Change.Settings) }
                : throw new InvalidDataException($"{blob} is '{envelope?.Format}' version {envelope?.Version}; this program reads '{Format}' version 1.");
        }
        catch (JsonException error)
        {
            throw new InvalidDataException($"{blob} is damaged: {error.Message}", error);
        }
    }

    private static TrainingSettings Checked(RunRecord now, IReadOnlyDictionary<string, string> changes)
    {
        try
        {
            return ChangeableSettings.Change(now.Description.Settings, changes, $"run '{now.Description.Name}'");
        }
        catch (SettingsException error)
        {
            throw new PrclRequestException(error.Message) { Code = RequestErrorCode.BadValue };
        }
    }

    private static RunRecord With(RunRecord created, SettingsRevision change) =>
        new(created.Description with { Settings = change.Settings, Revision = change.Revision });

    private static byte[] Encode(SettingsRevision change) => JsonSerializer.SerializeToUtf8Bytes(new Envelope(Format, 1, change), JsonSerializerOptions.Web);

    private sealed record Envelope(string Format, int Version, SettingsRevision Change);
}
