using System.Buffers;
using Prcl.Grains.Doors;
using Prcl.Silo.Hosting;

namespace Prcl.Silo.Security.Gate;

/// <summary>What a client may send. Closed is what isn't opened.</summary>
/// <param name="open">Interfaces of which something is open, by their names.</param>
/// <param name="secret">What every call must carry; null: nothing.</param>
internal sealed class ClientRules(IReadOnlyDictionary<IdSpan, OpenInterface> open, Secret? secret)
{
    private const int LongestKey = 200;
    private const int LongestPart = 63;
    private static readonly SearchValues<byte> NameBytes = SearchValues.Create("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789._:-"u8);

    /// <summary>Bytes of a body that tell what is called.</summary>
    public int Beginning { get; } = open.Values.SelectMany(i => i.Calls).Max(c => c.Length);

    /// <summary>Whether a message may pass.</summary>
    /// <param name="message">Its header.</param>
    /// <param name="beginning">Its body's first <see cref="Beginning"/> bytes.</param>
    /// <param name="client">Who the connection belongs to.</param>
    /// <exception cref="ViolationException">No honest client sends it.</exception>
    public Verdict Judge(ClientMessage message, ReadOnlySpan<byte> beginning, GrainId client)
    {
        if (message.Sender != client)
        {
            throw new ViolationException("a message in another one's name");
        }

        var called = open.GetValueOrDefault(message.Interface);
        if (message.Target.Type.Value.AsSpan().StartsWith("sys."u8) && called is not { IsService: true })
        {
            throw new ViolationException("a call to one of the silos' own services");
        }

        if (called?.Targets.Contains(message.Target.Type.Value) != true || !called.Has(beginning))
        {
            return called is { IsService: true }
                ? throw new ViolationException("a call to one of the silos' own services")
                : new Verdict(RefusalReason.Closed);
        }

        return called.IsService ? Verdict.Pass
            : !IsKey(message.Target.Key) ? new Verdict(RefusalReason.Name)
            : secret is null || secret.Matches(message.Secret) ? Verdict.Pass
            : new Verdict(message.Secret is null ? RefusalReason.SecretMissing : RefusalReason.SecretWrong);
    }

    /// <summary>Whether a key is one or several names with slashes between them: of runs, silos, devices, numbers.</summary>
    internal static bool IsKey(IdSpan key)
    {
        var bytes = key.AsSpan();
        if (bytes.Length is 0 or > LongestKey)
        {
            return false;
        }

        foreach (var part in bytes.Split((byte)'/'))
        {
            var name = bytes[part];
            if (name.Length is 0 or > LongestPart || !char.IsAsciiLetterOrDigit((char)name[0]) || name.ContainsAnyExcept(NameBytes) || name[^1] == '.' || name.IndexOf(".."u8) >= 0)
            {
                return false;
            }
        }

        return true;
    }
}
