using static TorchSharp.torch;

namespace Prcl.Learning.Networks;

/// <summary>
/// Named tensors of one type whose values live one after the other in a single flat tensor, so that what is done to all of them is one call. The
/// tensors stay what they are to everybody else: their memory moves, their shapes and values don't.
/// </summary>
public sealed class FlatTensors : IDisposable
{
    private readonly long[] _begins;

    /// <summary>Moves the tensors' values.</summary>
    /// <param name="parts">Names and tensors, all of one type and on one device.</param>
    /// <exception cref="ArgumentException">They differ in type or device.</exception>
    public FlatTensors(IEnumerable<(string Name, Tensor Value)> parts)
    {
        Parts = [.. parts];
        _begins = new long[Parts.Count + 1];
        for (var i = 0; i < Parts.Count; i++)
        {
            _begins[i + 1] = _begins[i] + Parts[i].Value.numel();
        }

        var (type, device) = Parts.Count == 0 ? (ScalarType.Float32, CPU) : (Parts[0].Value.dtype, Parts[0].Value.device);
        if (Parts.FirstOrDefault(part => part.Value.dtype != type || part.Value.device.ToString() != device.ToString()) is { Name: { } odd })
        {
            throw new ArgumentException($"'{odd}' isn't of the type and on the device of '{Parts[0].Name}'.", nameof(parts));
        }

        using var noGradient = no_grad();
        using var scope = NewDisposeScope();
        All = empty([_begins[^1]], type, device).DetachFromDisposeScope();
        for (var i = 0; i < Parts.Count; i++)
        {
            var place = Range(i, 1).view(Parts[i].Value.shape);
            place.copy_(Parts[i].Value);
            Parts[i].Value.set_(place);
        }
    }

    /// <summary>The tensors and their names, in their order.</summary>
    public IReadOnlyList<(string Name, Tensor Value)> Parts { get; }

    /// <summary>All values, [Σ numel].</summary>
    public Tensor All { get; }

    /// <summary>The values of tensors that follow one another, [Σ numel], in the caller's dispose scope.</summary>
    /// <param name="first">The first tensor.</param>
    /// <param name="count">How many.</param>
    public Tensor Range(int first, int count)
    {
        var (begin, length) = Place(first, count);
        return All.narrow(0, begin, length);
    }

    /// <summary>Where tensors that follow one another lie in <see cref="All"/>.</summary>
    /// <param name="first">The first tensor.</param>
    /// <param name="count">How many.</param>
    public (long Begin, long Length) Place(int first, int count) => (_begins[first], _begins[first + count] - _begins[first]);

    /// <summary>Whether the other has tensors of the same names and shapes, in the same order.</summary>
    public bool Matches(FlatTensors other) => Parts.Count == other.Parts.Count
        && Parts.Zip(other.Parts).All(pair => pair.First.Name == pair.Second.Name && pair.First.Value.shape.SequenceEqual(pair.Second.Value.shape));

    /// <summary>Lets go of the flat tensor; the tensors keep their values.</summary>
    public void Dispose() => All.Dispose();
}
